//! What a file becomes in small: places of the result with their values, and what the notes say.

use serde_json::Value;

use crate::convert::*;
use crate::{ConfigKind, FilePath, Library};

/// What a file becomes in small: places of the result with their values, and what the notes say.
fn check(source: &str, to: ConfigKind, libraries: &[Library], values: &[(&str, Value)], notes: &[&str]) {
    let name = if source.contains("version") { "amplify_outputs.json" } else { "amplifyconfiguration.json" };
    let document = Document::new(FilePath::new(name), source);
    let conversion = convert(&document, to, libraries).unwrap();
    let result: Value = serde_json::from_str(&conversion.text).unwrap();
    for (pointer, value) in values {
        let found = result.pointer(pointer).cloned().unwrap_or_default();
        assert_eq!(found, *value, "{pointer} in {}", conversion.text);
    }
    let said = conversion.notes.iter().filter(|note| note.kind != NoteKind::Idle);
    let said: Vec<&str> = said.map(|note| note.message.as_str()).collect();
    assert_eq!(said.len(), notes.len(), "{said:#?}");
    for (said, expected) in said.iter().zip(notes) {
        assert!(said.contains(expected), "{said} lacks {expected}");
    }
}

const POOL: &str = r#""user_pool_id": "us-east-1_aBcD12345", "aws_region": "us-east-1", "user_pool_client_id": "a1""#;

fn web(rest: &str) -> String {
    format!(
        "{{\"aws_project_region\": \"us-east-1\", \"aws_user_pools_id\": \"us-east-1_a\", \
         \"aws_user_pools_web_client_id\": \"c\"{rest}}}"
    )
}

#[test]
fn each_library_gets_what_it_can_read() {
    use Library::*;
    let names = "/auth/username_attributes";
    let url = |list: &str| {
        let texts = ["redirectSignIn", "redirectSignOut"].map(|name| format!("\"{name}\": \"{list}\"")).join(", ");
        web(&format!(
            ", \"oauth\": {{\"domain\": \"d.x.y\", \"scope\": [\"openid\"], {texts}, \"responseType\": \"code\"}}"
        ))
    };
    let urls = url("https://a.b/, app://c");
    let redirects = "/auth/oauth/redirect_sign_in_uri";
    let mfa = web(", \"aws_cognito_mfa_types\": [\"SMS\", \"EMAIL\"]");
    let nobody = Value::Null;
    for (source, libraries, place, value, notes) in [
        (web(""), &[][..], names, Value::from(vec!["username"]), &[][..]),
        (web(""), &[Swift], names, nobody.clone(), &[]),
        (web(""), &[Js, Swift], names, nobody, &[]),
        (urls.clone(), &[Swift], redirects, Value::from(vec!["app://c", "https://a.b/"]), &[]),
        (urls, &[Js], redirects, Value::from(vec!["https://a.b/", "app://c"]), &[]),
        (mfa.clone(), &[Android], "/auth/mfa_methods", Value::from(vec!["SMS"]), &["`EMAIL` is left out"]),
        (mfa, &[Js], "/auth/mfa_methods", Value::from(vec!["SMS", "EMAIL"]), &[]),
    ] {
        check(&source, ConfigKind::Outputs, libraries, &[(place, value)], notes);
    }
}

#[test]
fn what_follows_from_other_values_is_said() {
    let guests = "/auth/unauthenticated_identities_enabled";
    let identity = ", \"aws_cognito_identity_pool_id\": \"us-east-1:b\"";
    for (rest, values, notes) in [
        (identity.to_owned(), vec![(guests, Value::from(true))], &[][..]),
        (format!("{identity}, \"aws_mandatory_sign_in\": \"enable\""), vec![(guests, false.into())], &[]),
        (String::new(), vec![(guests, Value::Null)], &[]),
        (
            identity.replace("us-east-1", "eu-west-1"),
            vec![("/auth/aws_region", "us-east-1".into())],
            &["the identity pool in `eu-west-1`"],
        ),
        (
            ", \"aws_cognito_password_protection_settings\": {\"passwordPolicyMinLength\": \"10\"}".to_owned(),
            vec![
                ("/auth/password_policy/min_length", 10.into()),
                ("/auth/password_policy/require_symbols", false.into()),
            ],
            &[],
        ),
        (
            ", \"aws_cognito_verification_mechanisms\": [\"EMAIL\"], \"aws_cognito_signup_attributes\": [\"NAME\"]"
                .to_owned(),
            vec![("/auth/standard_required_attributes", Value::from(vec!["name", "email"]))],
            &[],
        ),
        (", \"oauth\": {}".to_owned(), vec![("/auth/oauth", Value::Null)], &[]),
        (
            ", \"oauth\": {\"domain\": \"d.x.y\"}".to_owned(),
            vec![("/auth/oauth", Value::Null)],
            &["a sign-in page needs `auth.oauth.scopes`"],
        ),
        (
            ", \"aws_cloud_logic_custom\": [{\"name\": \"n\", \"endpoint\": \"https://e\", \"region\": \"us-east-1\"}]"
                .to_owned(),
            vec![("/custom/API/n/endpoint", "https://e".into())],
            &["they are kept in `custom`"],
        ),
    ] {
        check(&web(&rest), ConfigKind::Outputs, &[], &values, notes);
    }
}

#[test]
fn apis_of_mobile_files_are_put_together() {
    let api = |entries: &str| format!("{{\"api\": {{\"plugins\": {{\"awsAPIPlugin\": {{{entries}}}}}}}}}");
    let entry = |name: &str, kind: &str, url: &str, mode: &str| {
        let values = [("endpointType", kind), ("endpoint", url), ("region", "us-east-1"), ("authorizationType", mode)];
        let values = values.map(|(name, value)| format!("\"{name}\": \"{value}\"")).join(", ");
        format!("\"{name}\": {{{values}}}")
    };
    let graphql = entry("data", "GraphQL", "https://a", "API_KEY");
    let modes = "/data/authorization_types";
    for (entries, values, notes) in [
        (vec![graphql.clone()], vec![("/data/url", "https://a".into()), (modes, Value::Array(Vec::new()))], &[][..]),
        (
            vec![graphql.clone(), entry("other", "GraphQL", "https://a", "AWS_IAM")],
            vec![(modes, Value::from(vec!["AWS_IAM"]))],
            &[],
        ),
        (
            vec![graphql, entry("other", "GraphQL", "https://b", "AWS_IAM")],
            vec![(modes, Value::Array(Vec::new()))],
            &["there is room for one GraphQL API only"],
        ),
        (
            vec![entry("shop", "GraphQL", "https://a", "NONE")],
            vec![("/data", Value::Null)],
            &["code that calls it `shop` must not", "`default_authorization_type` is needed", "there is no such word"],
        ),
        (
            vec![entry("rest", "REST", "https://r", "AWS_IAM")],
            vec![("/custom/API/rest/apiName", "rest".into())],
            &["kept in `custom`", "is said in code there"],
        ),
    ] {
        check(&api(&entries.join(", ")), ConfigKind::Outputs, &[], &values, notes);
    }
}

#[test]
fn rest_apis_predictions_and_bots_go_where_there_is_a_place() {
    let rest = r#""api": {"plugins": {"awsAPIPlugin": {"items": {"endpointType": "REST", "endpoint": "https://r", "region": "us-east-1", "authorizationType": "AWS_IAM"}}}}"#;
    let predictions = r#""predictions": {"plugins": {"awsPredictionsPlugin": {"defaultRegion": "us-east-1"}}}"#;
    let flat = web(
        r#", "predictions": {"convert": {"translateText": {"region": "us-east-1"}}}, "aws_bots_config": [{"name": "b"}]"#,
    );
    let outputs =
        r#"{"version": "1.4", "custom": {"API": {"items": {"endpoint": "https://r", "region": "us-east-1"}}}}"#;
    let name = "/aws_cloud_logic_custom/0/name";
    for (source, to, values, notes) in [
        (format!("{{{rest}}}"), ConfigKind::Web, vec![(name, "items".into())], &["is said in code there"][..]),
        (outputs.to_owned(), ConfigKind::Web, vec![(name, "items".into())], &[]),
        (
            outputs.to_owned(),
            ConfigKind::Mobile,
            vec![("/api/plugins/awsAPIPlugin/items/endpoint", "https://r".into())],
            &[],
        ),
        (
            format!("{{{rest}, {predictions}}}"),
            ConfigKind::Outputs,
            vec![("/custom/API/items/endpoint", "https://r".into())],
            &["kept in `custom`", "is said in code there", "have no predictions in Gen 2"],
        ),
        (
            format!("{{{rest}, {predictions}}}"),
            ConfigKind::Web,
            Vec::new(),
            &["is said in code there", "amplify-js describes predictions in another form"],
        ),
        (
            flat.clone(),
            ConfigKind::Outputs,
            vec![("/custom/Predictions/convert/translateText/region", "us-east-1".into())],
            &["kept in `custom`"],
        ),
        (flat, ConfigKind::Mobile, Vec::new(), &["in another form", "have no chat bots"]),
    ] {
        check(&source, to, &[], &values, notes);
    }
}

#[test]
fn half_a_section_does_not_get_into_a_flat_file() {
    let outputs = |rest: &str| {
        format!("{{\"version\": \"1.4\", \"auth\": {{{POOL}, \"username_attributes\": [\"email\"]}}, {rest}}}")
    };
    for (rest, gone, note) in [
        (
            r#""data": {"aws_region": "us-east-1", "default_authorization_type": "API_KEY", "api_key": "da2-x"}"#,
            "/aws_appsync_region",
            "of no use without `aws_appsync_graphqlEndpoint`",
        ),
        (
            r#""storage": {"aws_region": "us-east-1"}"#,
            "/aws_user_files_s3_bucket_region",
            "`aws_user_files_s3_bucket_region` is left out, of no use without `aws_user_files_s3_bucket`",
        ),
        (
            r#""analytics": {"amazon_pinpoint": {"app_id": "a"}}"#,
            "/aws_mobile_analytics_app_id",
            "of no use without `aws_mobile_analytics_app_region`",
        ),
    ] {
        check(&outputs(rest), ConfigKind::Web, &[], &[(gone, Value::Null)], &[note]);
    }
}

#[test]
fn gen_2_becomes_what_gen_1_can_say() {
    let outputs = |rest: &str| format!("{{\"version\": \"1.4\", \"auth\": {{{POOL}{rest}}}}}");
    let names = ", \"username_attributes\": [\"email\"]";
    let client = "/auth/plugins/awsCognitoAuthPlugin/Auth/Default/OAuth/AppClientId";
    let oauth = ", \"oauth\": {\"domain\": \"d.x.y\", \"scopes\": [\"openid\"], \"redirect_sign_in_uri\": [\"a://\", \"b://\"], \
                 \"redirect_sign_out_uri\": [\"a://\"], \"response_type\": \"token\", \"identity_providers\": []}";
    for (rest, to, values, notes) in [
        (String::new(), ConfigKind::Web, vec![("/aws_project_region", "us-east-1".into())], &["with user names"][..]),
        (names.to_owned(), ConfigKind::Web, vec![("/aws_cognito_username_attributes/0", "EMAIL".into())], &[]),
        (
            format!("{names}{oauth}"),
            ConfigKind::Web,
            vec![("/oauth/redirectSignIn", "a://,b://".into()), ("/oauth/responseType", "token".into())],
            &[],
        ),
        (
            format!("{names}{oauth}"),
            ConfigKind::Mobile,
            vec![(client, "a1".into())],
            &["the mobile libraries always use `code`"],
        ),
        (
            format!("{names}, \"groups\": [{{\"A\": {{\"precedence\": 0}}}}]"),
            ConfigKind::Mobile,
            Vec::new(),
            &["Gen 1 files do not list groups"],
        ),
    ] {
        check(&outputs(&rest), to, &[], &values, notes);
    }
}
