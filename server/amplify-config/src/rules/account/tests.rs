//! Drift, one at a time: files that agree with the account, and the account changed in one place. Each change is one
//! finding in each kind of file that can say it, and its fix makes the file agree again.

mod denied;
mod planted;
mod unknown;

use std::sync::Arc;

use amplify_json::edit::apply;
use serde_json::{Value, json};

use crate::account_fixture::{Account, MOBILE, OUTPUTS, SHOP, WEB};
use crate::{Answer, Change, Diagnostic, FilePath, Lookup, Moment, Project, Severity, diagnostics, rule};

const POOL: &str = "/user_pools/eu-west-1_qWeRt6789";
const WEB_CLIENT: &str = "/user_pools/eu-west-1_qWeRt6789/clients/7k8l9m0n1o2p3q4r5s6t7u8v9a";
const NATIVE_CLIENT: &str = "/user_pools/eu-west-1_qWeRt6789/clients/3n8d0k2m5q7r9t1v4x6z8b0c2e";
const IDENTITY_POOL: &str = "/identity_pools/eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d";

/// A file beside an account, with all answered that it asks.
fn project(name: &str, text: &str, account: &Value) -> (Project, FilePath) {
    let mut project = Project::new();
    let path = FilePath::new(name);
    project.apply(Change::Text(path.clone(), Some(Arc::from(text))));
    let account: Account = serde_json::from_value(account.clone()).expect("the account can be read");
    account.tell(&mut project, &path);
    (project, path)
}

/// What is found in it, without what is only worth knowing.
fn found(name: &str, text: &str, account: &Value) -> Vec<Diagnostic> {
    let (project, path) = project(name, text, account);
    diagnostics(&project, &path)
}

fn of_account(found: &[Diagnostic]) -> Vec<&Diagnostic> {
    found.iter().filter(|it| rule(it.code).is_some_and(|rule| rule.topic == "account")).collect()
}

fn shop() -> Value {
    serde_json::from_str(SHOP).expect("it is JSON")
}

/// The account with something else at a pointer; `null` takes it away.
fn changed(pointer: &str, value: Value) -> Value {
    let mut account = shop();
    let (above, name) = pointer.rsplit_once('/').expect("a pointer");
    let object = account.pointer_mut(above).and_then(Value::as_object_mut).unwrap_or_else(|| panic!("{above}"));
    if value.is_null() {
        object.remove(name);
    } else {
        object.insert(name.to_owned(), value);
    }
    account
}

/// What is said of a file beside an account: `severity[code]`, and what the first fix does: the file is `mended` when
/// nothing is said any more that was not said before; `changed` when this is not said any more.
fn said(name: &str, text: &str, account: &Value) -> String {
    let before = found(name, text, &shop());
    let now = found(name, text, account);
    let ours = of_account(&now);
    let said = ours.iter().map(|it| {
        let severity = match it.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Information => "information",
            Severity::Hint => "hint",
        };
        // Another pool is another pool: what follows is for the user to see.
        let fixed = it.fixes.first().filter(|_| !it.code.ends_with("pool-not-found")).map_or(String::new(), |fix| {
            let after = found(name, &apply(text, &fix.edits), account);
            match of_account(&after) {
                left if left.is_empty() && after.len() <= before.len() => " mended".to_owned(),
                left if left.iter().any(|other| other.code == it.code) => " NOT mended".to_owned(),
                _ => {
                    let new = after.iter().filter(|it| before.iter().all(|before| before.code != it.code));
                    format!(" then {}", new.map(|it| it.code).collect::<Vec<_>>().join(", then "))
                }
            }
        });
        format!("{severity}[{}]{fixed}", it.code)
    });
    let mut said: Vec<String> = said.collect();
    // Nothing else may be said because the account is known, but what the account made clear may go.
    if now.len() > before.len() + said.len() {
        said.push(format!("and {now:#?}"));
    }
    said.join(", ")
}

#[test]
fn files_that_agree_are_clean() {
    let account = shop();
    assert_eq!(said("amplify_outputs.json", OUTPUTS, &account), "");
    assert_eq!(said("amplifyconfiguration.json", WEB, &account), "");
    assert_eq!(said("amplifyconfiguration.json", MOBILE, &account), "");
}

#[test]
fn each_drift_is_one_finding_and_its_fix_mends_it() {
    let pool = |name: &str| format!("{POOL}/{name}");
    let web = |name: &str| format!("{WEB_CLIENT}/{name}");
    let native = |name: &str| format!("{NATIVE_CLIENT}/{name}");
    let drift = "warning[user-pool-drift] mended";
    let linked = |client: &str| json!([{ "issuer": "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_qWeRt6789", "client": client }]);
    let mut without_domain = shop().pointer(POOL).cloned().expect("it is there");
    without_domain.as_object_mut().expect("an object").retain(|name, _| !name.ends_with("domain"));
    // What changes in the account, and what is said of the Gen 2 file, of the one for JavaScript and the mobile one.
    let mut wrong = Vec::new();
    for (pointer, value, outputs, in_web, mobile) in [
        (
            POOL.to_owned(),
            Value::Null,
            "warning[user-pool-not-found]",
            "warning[user-pool-not-found]",
            "warning[user-pool-not-found]",
        ),
        (
            IDENTITY_POOL.to_owned(),
            Value::Null,
            "warning[identity-pool-not-found]",
            "warning[identity-pool-not-found]",
            "warning[identity-pool-not-found]",
        ),
        (WEB_CLIENT.to_owned(), Value::Null, "error[client-not-found]", "error[client-not-found]", ""),
        (
            NATIVE_CLIENT.to_owned(),
            Value::Null,
            "",
            "",
            // The other client allows a scope more, of which the file may then be told.
            "error[client-not-found] then unregistered-redirect, then unregistered-redirect, then oauth-scope",
        ),
        (web("has_secret"), json!(true), "error[client-secret]", "error[client-secret]", ""),
        (native("has_secret"), json!(false), "", "", "error[client-secret] mended"),
        (
            format!("{IDENTITY_POOL}/linked"),
            json!([]),
            "error[unlinked-client]",
            "error[unlinked-client]",
            "error[unlinked-client]",
        ),
        (
            format!("{IDENTITY_POOL}/linked"),
            linked("3n8d0k2m5q7r9t1v4x6z8b0c2e"),
            "error[unlinked-client]",
            "error[unlinked-client]",
            "",
        ),
        (
            format!("{IDENTITY_POOL}/roles/authenticated"),
            Value::Null,
            "error[missing-role]",
            "error[missing-role]",
            "error[missing-role]",
        ),
        (
            format!("{IDENTITY_POOL}/roles/unauthenticated"),
            Value::Null,
            "warning[missing-role]",
            "warning[missing-role]",
            "warning[missing-role]",
        ),
        (format!("{IDENTITY_POOL}/allows_guests"), json!(false), "warning[guest-access-drift] mended", "", ""),
        (pool("mfa"), json!("OFF"), drift, drift, drift),
        (pool("mfa"), json!("ON"), "warning[user-pool-drift] then mfa-methods", drift, drift),
        (pool("mfa_config"), json!({ "totp": true }), drift, drift, drift),
        (pool("password_policy/min_length"), json!(8), drift, drift, drift),
        (pool("password_policy/symbols"), json!(true), drift, drift, drift),
        (pool("password_policy/lowercase"), json!(false), drift, drift, drift),
        (pool("password_policy/uppercase"), json!(false), drift, drift, drift),
        (pool("password_policy/numbers"), json!(false), drift, drift, drift),
        (pool("mfa_config/user_verification"), json!("required"), drift, "", ""),
        (pool("custom_domain"), Value::Null, "", "", ""),
        (
            pool("domain"),
            Value::Null,
            "error[wrong-login-domain] mended",
            "error[wrong-login-domain] mended",
            "error[wrong-login-domain] mended",
        ),
        (native("scopes"), json!(["openid"]), "", "", "error[scope-not-allowed] mended"),
        (native("logout_urls"), json!(["shop://bye/"]), "", "", "error[unregistered-redirect] mended"),
        (native("identity_providers"), json!(["COGNITO"]), "", "", "warning[provider-not-enabled] mended"),
        (native("oauth_enabled"), json!(false), "", "", "error[oauth-disabled]"),
        (pool("password_policy"), json!({ "min_length": 6 }), drift, drift, drift),
        (pool("password_policy"), Value::Null, "", "", ""),
        (pool("required_attributes"), json!(["sub", "email", "name"]), drift, drift, drift),
        (pool("required_attributes"), json!(["sub"]), drift, drift, drift),
        (pool("username_attributes"), json!([]), drift, drift, drift),
        (pool("verified_attributes"), json!(["email", "phone_number"]), drift, drift, drift),
        (pool("first_factors"), json!(["PASSWORD"]), drift, "", ""),
        (pool("first_factors"), json!(["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"]), drift, "", ""),
        (pool("first_factors"), json!(["PASSWORD", "WEB_AUTHN"]), drift, "", ""),
        (pool("mfa_config/relying_party"), json!("acme.test"), drift, "", ""),
        (
            pool("alias_attributes"),
            json!(["phone_number"]),
            "hint[alias-attributes]",
            "hint[alias-attributes]",
            "hint[alias-attributes]",
        ),
        (pool("tier"), json!("LITE"), "warning[flow-not-allowed]", "", ""),
        (
            pool("groups"),
            json!([{ "name": "ADMINS", "precedence": 0 }, { "name": "Editors", "precedence": 1 }]),
            "warning[group-not-found] mended",
            "",
            "",
        ),
        (pool("groups"), json!([{ "name": "ADMINS", "precedence": 0 }]), "warning[group-not-found] mended", "", ""),
        (
            pool("groups"),
            json!([{ "name": "ADMINS", "precedence": 1 }, { "name": "EDITORS", "precedence": 0 }]),
            "hint[user-pool-drift] mended",
            "",
            "",
        ),
        (pool("groups"), Value::Null, "", "", ""),
        (
            pool("domain"),
            json!("store"),
            "error[wrong-login-domain] mended",
            "error[wrong-login-domain] mended",
            "error[wrong-login-domain] mended",
        ),
        (
            pool("identity_providers"),
            json!([]),
            "warning[provider-not-enabled] mended",
            "warning[provider-not-enabled] mended",
            "warning[provider-not-enabled] mended",
        ),
        (
            web("identity_providers"),
            json!(["COGNITO"]),
            "warning[provider-not-enabled] mended",
            "warning[provider-not-enabled] mended",
            "",
        ),
        (web("oauth_enabled"), json!(false), "error[oauth-disabled]", "error[oauth-disabled]", ""),
        (native("oauth_flows"), json!([]), "", "", "error[oauth-disabled]"),
        (
            web("oauth_flows"),
            json!(["implicit"]),
            "error[grant-not-allowed] then implicit-grant",
            "error[grant-not-allowed] then implicit-grant",
            "",
        ),
        (
            web("scopes"),
            json!(["openid", "aws.cognito.signin.user.admin"]),
            "error[scope-not-allowed] mended",
            "error[scope-not-allowed] mended",
            "",
        ),
        (
            web("callback_urls"),
            json!(["http://localhost:3000", "https://shop.acme.test/"]),
            "error[unregistered-redirect] then redirect-lists-differ",
            "error[unregistered-redirect] then redirect-lists-differ",
            "",
        ),
        (
            web("logout_urls"),
            json!(["https://shop.acme.test/"]),
            "error[unregistered-redirect] mended",
            "error[unregistered-redirect] mended",
            "",
        ),
        (native("callback_urls"), json!(["shop://callback"]), "", "", "error[unregistered-redirect] mended"),
        (web("auth_flows"), json!(["ALLOW_USER_AUTH"]), "warning[flow-not-allowed]", "warning[flow-not-allowed]", ""),
        (
            web("auth_flows"),
            json!(["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]),
            "information[flow-not-allowed], warning[flow-not-allowed]",
            "information[flow-not-allowed]",
            "",
        ),
        (
            native("auth_flows"),
            json!(["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]),
            "",
            "",
            "error[flow-not-allowed] mended",
        ),
        (
            web("auth_flows"),
            json!(["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]),
            "warning[flow-not-allowed]",
            "",
            "",
        ),
        (
            web("auth_flows"),
            json!(["ALLOW_USER_SRP_AUTH", "ALLOW_USER_AUTH"]),
            "warning[flow-not-allowed]",
            "warning[flow-not-allowed]",
            "",
        ),
        (
            pool("mfa_config"),
            json!({ "sms": true, "totp": true, "email": true }),
            // The word is right, though not every library takes it.
            "warning[user-pool-drift] then refused-value",
            "",
            "",
        ),
        (pool("mfa_config"), json!({ "sms": true }), drift, drift, drift),
        (
            pool("groups"),
            // Without a rank JavaScript sorts the groups in no certain order: that the pool has none makes none wrong.
            json!([{ "name": "ADMINS", "precedence": 0 }, { "name": "EDITORS" }]),
            "",
            "",
            "",
        ),
        (
            POOL.to_owned(),
            without_domain,
            "warning[wrong-login-domain]",
            "warning[wrong-login-domain]",
            "warning[wrong-login-domain]",
        ),
        (
            native("auth_flows"),
            json!(["ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]),
            "",
            "",
            "error[flow-not-allowed]",
        ),
    ] {
        let shown = format!("{pointer}: {value}");
        let account = changed(&pointer, value);
        for (name, text, expected) in [
            ("amplify_outputs.json", OUTPUTS, outputs),
            ("amplifyconfiguration.json", WEB, in_web),
            ("amplifyconfiguration.json", MOBILE, mobile),
        ] {
            let said = said(name, text, &account);
            if said != expected {
                wrong.push(format!("{shown}\n {name}\n  expected {expected}\n       got {said}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the tools write, though the pool says more.
#[test]
fn what_tools_leave_out_is_no_drift() {
    // An import of Gen 1 writes the first attribute alone.
    let account = changed(&format!("{POOL}/username_attributes"), json!(["email", "phone_number"]));
    assert_eq!(said("amplifyconfiguration.json", WEB, &account), "");
    assert_eq!(said("amplifyconfiguration.json", MOBILE, &account), "");
    assert_eq!(said("amplify_outputs.json", OUTPUTS, &account), "warning[user-pool-drift] mended");
    // `referenceAuth` writes `sub` among the required attributes.
    let text = OUTPUTS.replace("_attributes\": [\"email\"]", "_attributes\": [\"sub\", \"email\"]");
    let text = text.replace("username_attributes\": [\"sub\", ", "username_attributes\": [");
    assert!(text.contains("\"sub\""));
    assert_eq!(said("amplify_outputs.json", &text, &shop()), "");
    // Text messages for phone numbers are not a second factor yet.
    let mut account = changed(&format!("{POOL}/verified_attributes"), json!(["phone_number"]));
    account["user_pools"]["eu-west-1_qWeRt6789"]["mfa_config"] = json!({ "sms": true, "totp": true });
    let text = OUTPUTS.replace("[\"SMS\", \"TOTP\"]", "[\"TOTP\"]");
    let text =
        text.replace("\"user_verification_types\": [\"email\"]", "\"user_verification_types\": [\"phone_number\"]");
    let codes: Vec<&str> =
        of_account(&found("amplify_outputs.json", &text, &account)).iter().map(|it| it.code).collect();
    assert_eq!(codes, Vec::<&str>::new());
}

/// Emulators make ids of forms that AWS does not: what AWS, or who stands for it, says of such an id counts more than how
/// it looks. Without an answer only the form is known.
#[test]
fn an_id_that_was_asked_for_is_judged_by_the_answer() {
    let (pool, client) = ("eu-west-1_0f1e2d3c4b5a69788796a5b4c3d2e1f0", "aB3dEf6hIj9lMn2pQr5tUv8xYz");
    let file = |text: &str| {
        text.replace("eu-west-1_qWeRt6789", pool)
            .replace("7k8l9m0n1o2p3q4r5s6t7u8v9a", client)
            .replace("3n8d0k2m5q7r9t1v4x6z8b0c2e", client)
    };
    let account = |change: &dyn Fn(&mut Value)| {
        let mut account: Value = serde_json::from_str(&file(SHOP)).expect("it is JSON");
        account["user_pools"][pool]["clients"][client]["has_secret"] = json!(false);
        change(&mut account);
        account
    };
    for (what, account, expected) in [
        ("nothing is known", json!({ "user_pools": {} }), ["user-pool-not-found"].as_slice()),
        ("both are there", account(&|_| {}), &[]),
        (
            "the client has a secret",
            account(&|it| it["user_pools"][pool]["clients"][client]["has_secret"] = json!(true)),
            &["client-secret"],
        ),
        ("no client", account(&|it| it["user_pools"][pool]["clients"] = json!({})), &["client-not-found"]),
    ] {
        for (name, text) in [("amplify_outputs.json", OUTPUTS), ("amplifyconfiguration.json", WEB)] {
            let text = file(text);
            let found = found(name, &text, &account);
            let about_ids =
                found.iter().filter(|it| [pool, client].contains(&text[it.range.clone()].trim_matches('"')));
            let codes: Vec<&str> = about_ids.map(|it| it.code).collect();
            let form_of_client = (what == "nothing is known").then_some("malformed-id");
            let expected: Vec<&str> = expected.iter().copied().chain(form_of_client).collect();
            assert_eq!(codes, expected, "{what}: {name}");
        }
    }
}

/// Guests, or requests with AWS credentials, without an identity pool: the one that takes the tokens is offered, and nothing
/// is wrong then. A file asks no more questions for it than others do.
#[test]
fn the_identity_pool_that_is_missing_is_offered() {
    let id = "eu-west-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d";
    let outputs = OUTPUTS.replace(&format!("    \"identity_pool_id\": \"{id}\",\n"), "");
    let bucket =
        "\"aws_user_files_s3_bucket\": \"shop-media-9z8y\",\n  \"aws_user_files_s3_bucket_region\": \"eu-west-1\"";
    let web = WEB.replace(&format!("\"aws_cognito_identity_pool_id\": \"{id}\""), bucket);
    let section = format!(
        "        \"CredentialsProvider\": {{\n          \"CognitoIdentity\": {{\n            \"Default\": {{ \"PoolId\": \"{id}\", \"Region\": \"eu-west-1\" }}\n          }}\n        }},\n"
    );
    let storage = "  \"storage\": { \"plugins\": { \"awsS3StoragePlugin\": { \"bucket\": \"shop-media-9z8y\", \"region\": \"eu-west-1\" } } },\n  \"auth\": {";
    let mobile = MOBILE.replace(&section, "").replacen("  \"auth\": {", storage, 1);
    for (name, text, code) in [
        ("amplify_outputs.json", &outputs, "guest-access"),
        ("amplifyconfiguration.json", &web, "missing-identity-pool"),
        ("amplifyconfiguration.json", &mobile, "missing-identity-pool"),
    ] {
        assert!(!text.contains(id), "{text}");
        for (account, knows) in [(shop(), true), (changed(&format!("{IDENTITY_POOL}/linked"), json!([])), false)] {
            let (project, path) = project(name, text, &account);
            assert!(crate::wanted_lookups(&project, &path).len() <= 7);
            let now = diagnostics(&project, &path);
            let told: Vec<&Diagnostic> = now.iter().filter(|it| it.code == code).collect();
            let [told] = told.as_slice() else { panic!("{name}: {now:#?}") };
            let fix = told.fixes.iter().find(|fix| fix.title.starts_with("Use the identity pool `shop_identities`"));
            assert_eq!(fix.is_some(), knows, "{name}: {told:#?}");
            if let Some(fix) = fix {
                assert!(fix.preferred && told.fixes[0] == *fix);
                let after = apply(text, &fix.edits);
                assert!(after.contains(id), "{after}");
                assert!(found(name, &after, &account).iter().all(|it| it.severity > Severity::Warning), "{after}");
            }
        }
    }
}

/// A pool can have replicas in other regions than the one that its id names; where there is none, that is said.
#[test]
fn a_replica_is_no_mismatch() {
    let text = "{\n  \"version\": \"1\",\n  \"auth\": {\n    \"user_pool_id\": \"eu-west-1_qWeRt6789\",\n    \"aws_region\": \"us-west-2\",\n    \"user_pool_client_id\": \"7k8l9m0n1o2p3q4r5s6t7u8v9a\"\n  }\n}\n";
    let (mut project, path) = project("amplify_outputs.json", text, &shop());
    let codes = |project: &Project| diagnostics(project, &path).iter().map(|it| it.code).collect::<Vec<_>>();
    assert_eq!(codes(&project), ["region-mismatch"]);
    let region = crate::Region::new("us-west-2").expect("it is one");
    let there = crate::PoolId::new("eu-west-1_qWeRt6789").expect("it has the form").at(&region);
    let answer = Answer::Known(crate::Facts::UserPool(Arc::default()));
    project.apply(Change::Answer(Lookup::UserPool(there), answer, Moment(1)));
    assert_eq!(codes(&project), Vec::<&str>::new());
}
