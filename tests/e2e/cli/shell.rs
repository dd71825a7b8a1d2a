//! What shells and `man` are given: it is understood by them where they are, and knows every command.

use std::process::Command;

use super::Folder;

const COMMANDS: [&str; 8] = ["check", "fix", "explain", "rules", "schema", "completions", "man", "lsp"];

/// Runs a program if this machine has it.
fn run(folder: &Folder, program: &str, arguments: &[&str]) -> Option<(bool, String)> {
    let output = Command::new(program).args(arguments).current_dir(folder.path()).output().ok()?;
    let text = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&text).into_owned()))
}

#[test]
fn completions_name_every_command_and_the_shell_can_read_them() {
    let folder = Folder::new(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = folder.run(&format!("completions {shell}"));
        assert_eq!((output.code, output.err.as_str()), (0, ""), "{shell}");
        for word in COMMANDS.iter().chain(&["fail-on", "checkstyle"]) {
            // These two shells are not told the values of options.
            let is_told = *word != "checkstyle" || !["powershell", "elvish"].contains(&shell);
            assert!(!is_told || output.out.contains(word), "{shell}: {word}");
        }
        folder.write(shell, output.out.as_bytes());
        if ["bash", "zsh", "fish"].contains(&shell)
            && let Some((is_right, said)) = run(&folder, shell, &["-n", shell])
        {
            assert!(is_right, "{shell}: {said}");
        }
    }
    // In bash, as a person types it.
    let script = "source ./bash; COMP_WORDS=(amplify-ls check --format s); COMP_CWORD=3; \
                  _amplify__ls amplify-ls s --format; printf '%s ' \"${COMPREPLY[@]}\"";
    if let Some((is_right, said)) = run(&folder, "bash", &["-c", script]) {
        assert!(is_right && said.trim() == "sarif", "{said}");
    }
}

#[test]
fn the_pages_for_man_have_their_sections() {
    let folder = Folder::new(&[]);
    let program = folder.run("man");
    assert_eq!((program.code, program.err.as_str()), (0, ""));
    for command in COMMANDS {
        assert!(program.out.contains(&format!("amplify\\-ls\\-{command}(1)")), "{command}: {}", program.out);
        let page = folder.run(&format!("man {command}"));
        assert_eq!(page.code, 0, "{page:?}");
        assert!(page.out.contains(&format!(".TH amplify-ls-{command} 1")), "{}", page.out);
        for section in [".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION", ".SH OPTIONS"] {
            assert!(page.out.contains(section), "{command}: {section}");
        }
    }
    // An alias leads to the same page.
    assert_eq!(folder.run("man lint").out, folder.run("man check").out);
}

/// A person who types the bare name wants to know what there is; an editor's pipe is spoken to. `script` makes a terminal.
#[test]
fn on_a_terminal_the_bare_name_is_answered_with_help() {
    let folder = Folder::new(&[]);
    let typed = Command::new("script")
        .args(["-q", "-e", "-c", super::PROGRAM, "/dev/null"])
        .current_dir(folder.path())
        .stdin(std::process::Stdio::null())
        .env("NO_COLOR", "1")
        .output();
    // Without the tool there is no terminal here, and on other systems it has other options.
    if let Some(typed) = typed.ok().filter(|_| cfg!(target_os = "linux")) {
        let said = String::from_utf8_lossy(&typed.stdout).replace("\r\n", "\n");
        let asked = folder.run("--help");
        assert!(typed.status.success(), "{said}");
        assert!(said.contains("Usage: amplify-ls [OPTIONS] [COMMAND]"), "{said}");
        for line in asked.out.lines().filter(|line| line.starts_with("  ")) {
            assert!(said.contains(line), "no {line:?} in {said}");
        }
    }
    // Nobody speaks: the program ends with its input, as a server does, and prints nothing.
    let piped = folder.run("");
    assert_eq!((piped.out.as_str(), piped.err.as_str()), ("", ""), "{piped:?}");
}
