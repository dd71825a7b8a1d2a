//! Addresses of documents. They are opaque and go back to the editor as they came; only to tell whether two name the
//! same document they are brought into one form, which is also the name the analysis knows the document by.

use std::path::{Path, PathBuf};

use amplify_config::FilePath;

use super::lsp_types::Uri;

/// The form in which addresses are compared: percent escapes undone, scheme and drive letter in lower case, and a file
/// of this machine always under `file:///`.
pub(crate) fn path_of(uri: &Uri) -> FilePath {
    let decoded = percent_decode(uri.as_ref());
    let Some((scheme, rest)) = decoded.split_once(':') else { return FilePath::new(decoded) };
    let scheme = scheme.to_ascii_lowercase();
    if scheme != "file" {
        return FilePath::new(format!("{scheme}:{rest}"));
    }
    let path = match rest.strip_prefix("//") {
        Some(path) => path.strip_prefix("localhost").filter(|path| path.starts_with('/')).unwrap_or(path),
        None => rest,
    };
    with_small_drive(format!("file://{path}"))
}

/// `file:///C:/x` is `file:///c:/x`.
fn with_small_drive(mut path: String) -> FilePath {
    if let Some(letter) = path.strip_prefix("file:///").and_then(drive) {
        path.replace_range("file:///".len()..="file:///".len(), &letter.to_ascii_lowercase().to_string());
    }
    FilePath::new(path)
}

/// The name the analysis knows a file of the disk by; `None` if no address can name it.
pub(crate) fn path_of_file(file: &Path) -> Option<FilePath> {
    let name = file.to_str()?;
    let name = if cfg!(windows) { name.replace('\\', "/") } else { name.to_owned() };
    Some(with_small_drive(match name.strip_prefix("//") {
        Some(share) if cfg!(windows) => format!("file://{share}"),
        _ => format!("file:///{}", name.trim_start_matches('/')),
    }))
}

/// An address for a document that the editor has not named: what [`path_of`] makes of it is the same again.
pub(crate) fn uri_of(path: &FilePath) -> Uri {
    let mut uri = String::with_capacity(path.as_str().len());
    for byte in path.as_str().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => uri.push(byte as char),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri.into()
}

/// The file on this machine that an address names, if it names one.
pub(crate) fn file_of(path: &FilePath) -> Option<PathBuf> {
    let name = path.as_str().strip_prefix("file://")?;
    match name.strip_prefix('/') {
        Some(rest) if cfg!(windows) && drive(rest).is_some() => Some(PathBuf::from(rest)),
        Some(_) => Some(PathBuf::from(name)),
        // A share in the network.
        None => cfg!(windows).then(|| PathBuf::from(format!("//{name}"))),
    }
}

fn drive(path: &str) -> Option<char> {
    let letter = path.chars().next().filter(char::is_ascii_alphabetic)?;
    path[1..].starts_with(':').then_some(letter)
}

/// Undoes escapes; what is no escape, or no UTF-8 when undone, stays as it is.
fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).and_then(|&byte| (byte as char).to_digit(16));
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                decoded.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(left: &str, right: &str, same: bool) {
        assert_eq!(path_of(&left.into()) == path_of(&right.into()), same, "{left} {right}");
    }

    #[test]
    fn spellings_of_one_address_are_the_same() {
        check("file:///C%3A/x/a.json", "file:///c:/x/a.json", true);
        check("file:///c%3a/x/a.json", "FILE:///C:/x/a.json", true);
        check("file:///a%20b.json", "file:///a b.json", true);
        check("file:///%5Bid%5D/a.json", "file:///[id]/a.json", true);
        check("file:///%C3%A4.json", "file:///ä.json", true);
        check("untitled:Untitled-1", "untitled:Untitled-1", true);
        check("file:/a.json", "file:///a.json", true);
        check("file://localhost/a.json", "file:///a.json", true);
    }

    #[test]
    fn different_addresses_stay_different() {
        check("file:///a.json", "file:///A.json", false);
        check("file:///a.json", "vscode-remote:///a.json", false);
        check("file://host/a.json", "file:///a.json", false);
        check("file:///%zz.json", "file:///zz.json", false);
        check("file:///%ff.json", "file:///%fe.json", false);
    }

    #[test]
    fn an_address_that_was_made_is_the_same_again() {
        for uri in ["file:///c:/a b/[ä]/100%.toml", "untitled:x"] {
            let path = path_of(&uri.into());
            let made = super::uri_of(&path);
            assert!(made.as_ref().is_ascii(), "{made}");
            assert_eq!(path_of(&made), path);
        }
    }

    #[cfg(unix)]
    #[test]
    fn only_addresses_of_files_name_files() {
        let file = |uri: &str| file_of(&path_of(&uri.into()));
        assert_eq!(file("file:///a%20b/c.toml"), Some(PathBuf::from("/a b/c.toml")));
        assert_eq!(file("file://localhost/c.toml"), Some(PathBuf::from("/c.toml")));
        for other in ["file://host/c.toml", "untitled:c.toml", "vscode-remote://host/c.toml"] {
            assert_eq!(file(other), None, "{other}");
        }
        for file in ["/a b/[ä]/100%25.toml", "/c"] {
            let path = path_of_file(Path::new(file)).expect("it is UTF-8");
            assert_eq!(file_of(&path), Some(PathBuf::from(file)));
            assert_eq!(path_of(&super::uri_of(&path)), path);
        }
    }

    #[test]
    fn the_base_name_is_readable() {
        let path = path_of(&"file:///w/amplify%5Foutputs.json".into());
        assert_eq!(path.base_name(), "amplify_outputs.json");
    }
}
