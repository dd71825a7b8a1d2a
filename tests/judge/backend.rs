//! Generated backend code compiles against the real packages, for every real file that it can be made of.

use std::path::Path;
use std::process::Command;

use amplify_config::{BackendForm, backend_code};

use crate::{documents, reader};

#[test]
#[ignore = "installs 0.9 GB of npm packages; run it after a change of what is generated"]
fn backend_code_compiles() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/judge/backend");
    let folder = reader::install(&source, "backend", &["package.json", "tsconfig.json"]);
    let code = folder.join("code");
    if code.exists() {
        std::fs::remove_dir_all(&code).unwrap();
    }
    std::fs::create_dir(&code).unwrap();
    let mut written = [0; 3];
    for (number, (_, document)) in documents().into_iter().enumerate() {
        for (count, form) in written.iter_mut().zip(BackendForm::ALL) {
            if let Some(backend) = backend_code(&document, form) {
                *count += 1;
                std::fs::write(code.join(format!("{number}-{}.ts", form.name())), backend.text).unwrap();
            }
        }
    }
    println!("{written:?} files of backend code, by form");
    assert!(written.iter().all(|count| *count > 20), "{written:?}");
    let compiler = folder.join("node_modules/typescript/bin/tsc");
    let output = Command::new("node").arg(compiler).args(["-p", "."]).current_dir(&folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
