//! What must not be in a file that ships to every client: told by its key, or by the form of the value.
//!
//! Whoever speaks of such a value never repeats it.

use amplify_json::{Kind, Node};

use crate::placeholders::stands_for_id;
use crate::spelling::fold;

/// What a member holds that it must not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Secret {
    /// What it is, with its article.
    pub(crate) what: &'static str,
    /// The value is only a placeholder for one.
    pub(crate) is_placeholder: bool,
}

/// Ends of keys, without case and style, and what is kept under them.
const KEYS: [(&str, &str); 22] = [
    ("secretaccesskey", "an AWS secret access key"),
    ("awssecretkey", "an AWS secret access key"),
    ("awssessiontoken", "an AWS session token"),
    ("clientsecret", "a client secret"),
    ("appsecret", "an app secret"),
    ("apisecret", "an API secret"),
    ("jwtsecret", "a signing secret"),
    ("webhooksecret", "a signing secret"),
    ("signingsecret", "a signing secret"),
    ("sharedsecret", "a shared secret"),
    ("secretkey", "a secret key"),
    ("secretvalue", "a secret"),
    ("privatekey", "a private key"),
    ("accesskeyid", "an AWS access key"),
    ("password", "a password"),
    ("passwd", "a password"),
    ("passphrase", "a password"),
    ("developertoken", "a token"),
    ("refreshtoken", "a token"),
    ("bearertoken", "a token"),
    ("sessiontoken", "a token"),
    ("secret", "a secret"),
];

/// How values begin that certain services give out to be kept, and the fewest characters they have.
///
/// Source: the key formats that GitHub, Stripe, Slack, SendGrid, OpenAI, Anthropic and npm document for secret scanning.
const VALUES: [(&str, usize, &str); 13] = [
    ("ghp_", 36, "a GitHub token"),
    ("gho_", 36, "a GitHub token"),
    ("github_pat_", 40, "a GitHub token"),
    ("sk_live_", 24, "a secret key of Stripe"),
    ("sk_test_", 24, "a secret key of Stripe"),
    ("rk_live_", 24, "a secret key of Stripe"),
    ("xoxb-", 24, "a Slack token"),
    ("xoxp-", 24, "a Slack token"),
    ("SG.", 50, "a SendGrid key"),
    ("sk-ant-", 30, "a secret key of Anthropic"),
    ("sk-proj-", 30, "a secret key of OpenAI"),
    ("npm_", 36, "an npm token"),
    ("whsec_", 24, "a signing secret of Stripe"),
];

/// The secret that a member of free content holds.
pub(crate) fn secret_in(member: Node<'_>) -> Option<Secret> {
    let value = member.value().filter(|value| value.kind() == Kind::String)?;
    let text = value.string_value();
    let text = text.trim();
    let named = || {
        let name = fold(&member.name());
        KEYS.iter().find(|(end, _)| name.ends_with(end)).map(|&(_, what)| what)
    };
    let given_away = of_value(text);
    let what = given_away.or_else(|| named().filter(|_| can_be_secret(text)))?;
    Some(Secret { what, is_placeholder: stands_for_id(text, given_away.is_some()) })
}

/// What the value gives itself away as.
fn of_value(text: &str) -> Option<&'static str> {
    let is_token = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    if text.starts_with("-----BEGIN ") && text.contains("PRIVATE KEY-----") {
        return Some("a private key");
    }
    let begins =
        |(start, fewest, _): &&(&str, usize, &str)| text.starts_with(start) && text.len() >= *fewest && is_token(text);
    if let Some((_, _, what)) = VALUES.iter().find(begins) {
        return Some(what);
    }
    let is_access_key = (text.starts_with("AKIA") || text.starts_with("ASIA"))
        && (18..=24).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    is_access_key.then_some("an AWS access key")
}

/// The text is no address, no name of where the secret is kept, and no plain word.
fn can_be_secret(text: &str) -> bool {
    let is_reference = text.starts_with("arn:")
        || text.starts_with('/')
        || text.contains("://")
        || text.starts_with("pk_")
        || text.starts_with("pk.");
    let is_word = ["true", "false", "required", "optional", "enabled", "disabled", "none", "null"];
    !text.is_empty() && !is_reference && !is_word.contains(&text.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(member: &str, expected: Option<(&str, bool)>) {
        let tree = amplify_json::parse(format!("{{{member}}}")).tree;
        let found = secret_in(tree.root().members().next().unwrap());
        assert_eq!(found.map(|secret| (secret.what, secret.is_placeholder)), expected, "{member}");
    }

    #[test]
    fn keys_tell_what_is_kept_under_them() {
        for (member, what) in [
            (r#""google_ads_client_secret": "GOCSPX-a1B2c3D4e5F6""#, "a client secret"),
            (r#""awsSecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzz""#, "an AWS secret access key"),
            (r#""db-password": "hunter22""#, "a password"),
            (r#""SECRET": "0a1b2c3d4e5f""#, "a secret"),
            (r#""privateKey": "MIIEvQIBADANBgkq""#, "a private key"),
        ] {
            check(member, Some((what, false)));
        }
        check(r#""meta_app_secret": "YOUR_META_APP_SECRET""#, Some(("an app secret", true)));
        check(
            r#""secretAccessKey": "exampleSecretAccessKey0000000000000000000""#,
            Some(("an AWS secret access key", true)),
        );
    }

    #[test]
    fn values_give_themselves_away() {
        for (member, what) in [
            (
                r#""a": "-----BEGIN RSA PRIVATE KEY-----\nMIIEvQIBADANBgkq\n-----END RSA PRIVATE KEY-----""#,
                "a private key",
            ),
            (r#""a": "AKIAQWERTYUIOPASDFGH""#, "an AWS access key"),
        ] {
            check(member, Some((what, false)));
        }
        // Put together here, so that nobody's scanner takes this file for a leak.
        for (start, what) in [("sk_live_", "a secret key of Stripe"), ("ghp_", "a GitHub token")] {
            check(&format!(r#""a": "{start}0a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r""#), Some((what, false)));
        }
    }

    #[test]
    fn what_only_speaks_of_secrets_is_none() {
        for member in [
            r#""secretArn": "arn:aws:secretsmanager:us-east-1:123456789012:secret:a""#,
            r#""clientSecret": "arn:aws:secretsmanager:us-east-1:123456789012:secret:a""#,
            r#""clientSecret": """#,
            r#""secretName": "prod/db""#,
            r#""passwordPolicy": "strong""#,
            r#""resetPassword": "https://example.com/reset""#,
            r#""mapboxToken": "pk.eyJ1IjoiYWJj""#,
            r#""publicKey": "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----""#,
            r#""password": true"#,
            r#""dbSecret": "/prod/db/secret""#,
            r#""apiKey": "0a1b2c3d4e5f""#,
            r#""tokenUri": "a""#,
            r#""note": "AKIA is how they begin""#,
        ] {
            check(member, None);
        }
    }
}
