//! Mistakes in a file, one at a time, that the account makes clear: found, said once, mended.

use amplify_json::edit::{Edit, apply};
use amplify_json::{Kind, parse};

use super::{found, shop};
use crate::Diagnostic;
use crate::account_fixture::{MOBILE, OUTPUTS, WEB};

/// Each text of a file with a letter too few and one too many, each number and each switch another one.
#[test]
fn a_slip_is_one_finding_with_an_account_too() {
    let account = shop();
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, text) in
        [("amplify_outputs.json", OUTPUTS), ("amplifyconfiguration.json", WEB), ("amplifyconfiguration.json", MOBILE)]
    {
        let before = found(name, text, &account);
        let tree = parse(text).tree;
        for node in tree.nodes() {
            let range = node.content_range();
            let inner = &text[range.clone()];
            let slips = match node.kind() {
                Kind::String => vec![inner[..inner.len() - 1].to_owned(), format!("{inner}x")],
                Kind::Number => vec!["7".to_owned(), "\"x\"".to_owned()],
                Kind::Bool => vec![(inner != "true").to_string()],
                _ => continue,
            };
            for slip in slips {
                let changed = apply(text, &[Edit::replace(range.clone(), slip.as_str())]);
                let now = found(name, &changed, &account);
                let new: Vec<&str> =
                    now.iter().map(|it| it.code).filter(|code| before.iter().all(|it| it.code != *code)).collect();
                count += 1;
                if now.len() > before.len() + 1 {
                    wrong.push(format!("{} {inner} -> {slip}: {new:?}", node.pointer()));
                }
            }
        }
    }
    assert!(count > 100, "{count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The secret of the app client, which a mobile file has twice.
const SECRET: &str = "\"AppClientSecret\": \"1q2w3e4r5t6y7u8i9o0p1a2s3d4f5g6h7j8k9l0z1x2c3v4b5n6m\",";

/// Values that are well formed and not those of the account: what stands there, and what is written instead. Of an id
/// nobody can tell which other one was meant, unless there is only one.
const PLANTED: &[(&str, &[&str], bool)] = &[
    ("\"eu-west-1_qWeRt6789\"", &["\"eu-west-1_oTh3rP00l\""], false),
    ("\"7k8l9m0n1o2p3q4r5s6t7u8v9a\"", &["\"2h5j8l0n3q6s9u1w4y7a0c2e5g\"", "\"3n8d0k2m5q7r9t1v4x6z8b0c2e\""], false),
    (
        "\"eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d\"",
        &["\"eu-west-1:1b2c3d4e-5f6a-4b7c-8d9e-0f1a2b3c4d5f\""],
        false,
    ),
    (
        "\"shop.auth.eu-west-1.amazoncognito.com\"",
        &[
            "\"store.auth.eu-west-1.amazoncognito.com\"",
            "\"shops.auth.eu-west-1.amazoncognito.com\"",
            "\"auth.shop.test\"",
        ],
        true,
    ),
    (
        "\"email\", \"aws",
        &["\"phone\", \"aws", "\"orders/read\", \"email\", \"aws", "\"profile\", \"email\", \"aws"],
        true,
    ),
    (
        "http://localhost:3000/",
        &["http://localhost:3000", "http://localhost:3001/", "http://localhost:3000/cb", "http://127.0.0.1:3000/"],
        true,
    ),
    (
        "https://shop.acme.test/",
        &["https://shop.acme.test", "https://www.shop.acme.test/", "https://shop.acme.tests/"],
        true,
    ),
    ("shop://callback/", &["shop://callback", "shop://", "shops://callback/"], true),
    ("shop://signout/", &["shop://signout", "shop://"], true),
    ("\"code\"", &["\"token\""], true),
    ("[\"GOOGLE\"]", &["[\"GOOGLE\", \"FACEBOOK\"]", "[\"FACEBOOK\"]"], true),
    ("{ \"EDITORS\"", &["{ \"Editors\"", "{ \"EDITOR\""], true),
    ("\"precedence\": 1", &["\"precedence\": 5"], true),
    ("\"OPTIONAL\"", &["\"NONE\"", "\"REQUIRED\"", "\"OFF\"", "\"ON\""], true),
    ("[\"SMS\", \"TOTP\"]", &["[\"SMS\"]", "[\"TOTP\"]", "[\"TOTP\", \"EMAIL\"]"], true),
    ("[\"SMS\", \"TOTP\"]", &["[\"SMS_MFA\", \"TOTP\"]"], true),
    ("\"preferred_challenge\": \"EMAIL_OTP\"", &["\"preferred_challenge\": \"SMS_OTP\""], true),
    ("\"user_verification\": \"preferred\"", &["\"user_verification\": \"required\""], true),
    ("\"response_type\": \"code\"", &["\"response_type\": \"code,implicit\"", "\"response_type\": \"implicit\""], true),
    ("\"shop.auth.eu-west-1.amazoncognito.com\"", &["\".auth.eu-west-1.amazoncognito.com\""], true),
    ("\"TOTP\"]", &["\"TOTP\", \"EMAIL_MFA\"]"], true),
    ("[\"GOOGLE\"]", &["[\"GOOGLE\", \"AMAZON\"]", "[\"APPLE\", \"GOOGLE\"]"], true),
    // What the secret is nobody here may know.
    (SECRET, &[""], false),
    ("\"aws_region\": \"eu-west-1\"", &["\"aws_region\": \"eu-central-1\""], true),
    ("\"Region\": \"eu-west-1\"", &["\"Region\": \"eu-central-1\""], true),
    ("\"aws_cognito_region\": \"eu-west-1\"", &["\"aws_cognito_region\": \"eu-central-1\""], true),
    ("\"min_length\": 10", &["\"min_length\": 8", "\"min_length\": 12"], true),
    ("\"passwordPolicyMinLength\": 10", &["\"passwordPolicyMinLength\": 8"], true),
    (", \"REQUIRES_NUMBERS\"", &["", ", \"REQUIRES_NUMBERS\", \"REQUIRES_SYMBOLS\""], true),
    ("\"require_numbers\": true", &["\"require_numbers\": false"], true),
    ("\"require_symbols\": false", &["\"require_symbols\": true"], true),
    (
        "_attributes\": [\"email\"]",
        &["_attributes\": [\"phone_number\"]", "_attributes\": [\"email\", \"name\"]"],
        true,
    ),
    ("Attributes\": [\"EMAIL\"]", &["Attributes\": [\"PHONE_NUMBER\"]"], true),
    ("_attributes\": [\"EMAIL\"]", &["_attributes\": [\"PHONE_NUMBER\"]"], true),
    ("user_verification_types\": [\"email\"]", &["user_verification_types\": [\"phone_number\"]"], true),
    ("echanisms\": [\"EMAIL\"]", &["echanisms\": [\"PHONE_NUMBER\"]"], true),
    ("_enabled\": true", &["_enabled\": false"], true),
    ("\"sms_otp_enabled\": false", &["\"sms_otp_enabled\": true"], true),
    ("\"relying_party_id\": \"shop.acme.test\"", &["\"relying_party_id\": \"acme.test\""], true),
    ("\"USER_SRP_AUTH\"", &["\"USER_PASSWORD_AUTH\"", "\"CUSTOM_AUTH_WITH_SRP\"", "\"USER_AUTH\""], true),
];

/// At every place where it can be planted a value of another account is found, said once, and mended where the account
/// tells what is right.
#[test]
fn what_another_account_has_is_found_once_and_mended() {
    let account = shop();
    let (mut all, mut is_found, mut once, mut knowable_ones, mut mended) = (0, 0, 0, 0, 0);
    let mut misses = Vec::new();
    for (name, text) in
        [("amplify_outputs.json", OUTPUTS), ("amplifyconfiguration.json", WEB), ("amplifyconfiguration.json", MOBILE)]
    {
        let before = found(name, text, &account);
        for &(there, instead, knowable) in PLANTED {
            for (at, _) in text.match_indices(there) {
                for wrong in instead.iter() {
                    let planted = apply(text, &[Edit::replace(at..at + there.len(), *wrong)]);
                    let now = found(name, &planted, &account);
                    let new: Vec<&Diagnostic> = now
                        .iter()
                        .filter(|it| before.iter().all(|old| old.code != it.code || old.message != it.message))
                        .collect();
                    all += 1;
                    is_found += usize::from(!new.is_empty());
                    once += usize::from(new.len() <= 1);
                    let after = new.first().and_then(|it| it.fixes.first()).map(|fix| apply(&planted, &fix.edits));
                    let is_mended = after.is_some_and(|after| found(name, &after, &account).len() <= before.len());
                    knowable_ones += usize::from(knowable);
                    mended += usize::from(knowable && is_mended);
                    if new.len() != 1 || knowable && !is_mended {
                        let codes: Vec<&str> = new.iter().map(|it| it.code).collect();
                        misses.push(format!("{name}: {there} -> {wrong}: {codes:?}, mended: {is_mended}"));
                    }
                }
            }
        }
    }
    let figures = format!("{all} planted, {is_found} found, {once} said once, {mended} of {knowable_ones} mended");
    assert!(misses.is_empty() && all > 120, "{figures}\n{}", misses.join("\n"));
}
