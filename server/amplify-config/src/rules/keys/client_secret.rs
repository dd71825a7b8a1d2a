//! The secret of an app client, which files for mobile apps hold twice: for sign-in with a password and for sign-in
//! through the browser.
//!
//! That there is one at all is said where secrets are. Here it is about one that stands in one of the places only.

use amplify_json::Node;
use amplify_json::edit::add_member;
use amplify_json::string::quote;

use crate::config_kind::ConfigKind;
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::document::Document;
use crate::keywords::Library::{Android, Flutter, Swift};
use crate::project::Project;
use crate::references::follow;
use crate::rules::sound::{is_absent, text_at};
use crate::wording;

const SECRET: &str = "AppClientSecret";

pub(super) fn in_one_place(project: &Project, document: &Document) -> Option<Diagnostic> {
    if document.kind() != Some(ConfigKind::Mobile) {
        return None;
    }
    let at = |path: &str| follow(document.tree.root(), &format!("auth/plugins/awsCognitoAuthPlugin/{path}")).pop();
    let (pool, login) = (at("CognitoUserPool/Default")?, at("Auth/Default/OAuth")?);
    let client = text_at(document, pool, "AppClientId")?;
    if text_at(document, login, "AppClientId")? != client {
        return None;
    }
    let secret = |object| {
        text_at(document, object, SECRET).filter(|secret| !secret.trim().is_empty()).map(|secret| secret.into_owned())
    };
    let lacks = |object: Node<'_>| is_absent(document, object, SECRET) && object.is_closed();
    let used = project.libraries(&document.path);
    let (object, secret, message, severity) = match (secret(pool), secret(login)) {
        // amplify-flutter takes the one of the pool, and the Amplify CLI writes no other for it.
        (Some(secret), None) if lacks(login) => {
            let takers = [Swift, Android].into_iter().filter(|library| used.is_empty() || used.contains(library));
            let takers: Vec<_> = takers.collect();
            if takers.is_empty() {
                return None;
            }
            let severity = if used.is_empty() { Severity::Information } else { Severity::Warning };
            let message = format!(
                "{} lacks the `{SECRET}` that its app client has in `CognitoUserPool`: sign-in through the browser fails with {}",
                wording::place_first(login),
                wording::list(&takers.iter().map(|library| library.name()).collect::<Vec<_>>(), "and")
            );
            (login, secret, message, severity)
        }
        (None, Some(secret)) if lacks(pool) => {
            let takers = [Swift, Android, Flutter].map(|library| library.name());
            let message = format!(
                "`CognitoUserPool` lacks the `{SECRET}` that its app client has in {}: sign-in with a password fails with {}",
                wording::place(login),
                wording::list(&takers, "and")
            );
            (pool, secret, message, Severity::Warning)
        }
        _ => return None,
    };
    let fix = Fix::likely(format!("Add `{SECRET}`"), vec![add_member(object, SECRET, &quote(&secret))]);
    Some(Diagnostic::new("missing-key", severity, wording::telling_range(object), message).with_fix(fix))
}

#[cfg(test)]
mod tests {
    use crate::Library::{self, Android, Flutter};
    use crate::rules::drawn::findings;

    const SECRET: &str = r#", "AppClientSecret": "5mo4a7oro3lretie2h5ac1n0bkm4p3zkmy0c0c8qzkw5313hn0v3""#;

    #[track_caller]
    fn check(of_pool: &str, of_login: &str, client: &str, libraries: &[Library], expected: &[&str]) {
        let text = format!(
            r#"{{ "UserAgent": "x", "Version": "1.0", "auth": {{ "plugins": {{ "awsCognitoAuthPlugin": {{
                "CognitoUserPool": {{ "Default": {{ "PoolId": "eu-west-1_qWeRt6789", "Region": "eu-west-1",
                    "AppClientId": "7k8l9m0n1o2p3q4r5s6t7u8v9a"{of_pool} }} }},
                "Auth": {{ "Default": {{ "OAuth": {{ "WebDomain": "shop.auth.eu-west-1.amazoncognito.com",
                    "AppClientId": "{client}", "SignInRedirectURI": "shop://", "SignOutRedirectURI": "shop://",
                    "Scopes": ["openid"]{of_login} }} }} }} }} }} }} }}"#
        );
        let found = findings("amplifyconfiguration.json", &text, libraries);
        let missing = found.iter().filter(|diagnostic| diagnostic.code == "missing-key");
        let said: Vec<String> = missing.map(|it| format!("{:?} {}", it.severity, &text[it.range.clone()])).collect();
        assert_eq!(said, expected, "{text}");
    }

    #[test]
    fn a_secret_stands_in_both_places_or_in_none() {
        let same = "7k8l9m0n1o2p3q4r5s6t7u8v9a";
        check("", "", same, &[], &[]);
        check(SECRET, SECRET, same, &[], &[]);
        check(SECRET, "", same, &[], &[r#"Information "OAuth""#]);
        check(SECRET, "", same, &[Android, Flutter], &[r#"Warning "OAuth""#]);
        check(SECRET, "", same, &[Flutter], &[]);
        check("", SECRET, same, &[], &[r#"Warning "Default""#]);
        // Another app client has another secret, or none.
        check(SECRET, "", "1k8l9m0n1o2p3q4r5s6t7u8v9b", &[], &[]);
    }
}
