//! What is said of a sign-in through the browser, and above all what is not.

use super::CHECK;
use crate::keywords::Library::{self, Android, Flutter, Js, Swift};
use crate::rules::drawn::findings;

/// What these rules find in a project of these libraries: severity, code, and what is marked.
fn found(libraries: &[Library], name: &str, text: &str) -> Vec<String> {
    let all = findings(name, text, libraries).into_iter();
    let is_ours = |code| code == "duplicate-item" || CHECK.rules.iter().any(|rule| rule.code == code);
    let ours = all.filter(|diagnostic| is_ours(diagnostic.code));
    let label = |code, severity, marked: &str| format!("{severity:?} {code} {marked}");
    ours.map(|diagnostic| label(diagnostic.code, diagnostic.severity, &text[diagnostic.range])).collect()
}

/// Members of `auth.oauth` of a Gen 2 file; those that are not given are sound.
fn check(libraries: &[Library], members: &str, expected: &[&str]) {
    let rest = [
        r#""domain": "shop.auth.eu-west-1.amazoncognito.com""#,
        r#""scopes": ["openid", "aws.cognito.signin.user.admin"]"#,
        r#""redirect_sign_in_uri": ["https://shop.acme.dev/"]"#,
        r#""redirect_sign_out_uri": ["https://shop.acme.dev/"]"#,
        r#""response_type": "code""#,
        r#""identity_providers": []"#,
    ];
    let is_absent = |line: &&&str| !members.contains(line.split(':').next().unwrap_or_default());
    let mut lines: Vec<&str> = vec![members];
    lines.extend(rest.iter().filter(is_absent));
    let ids = r#""aws_region": "eu-west-1", "user_pool_id": "eu-west-1_qWeRt6789", "user_pool_client_id": "7k8l9m0n1o2p3q4r5s6t7u8v9a""#;
    let text = format!(r#"{{"version": "1.4", "auth": {{{ids}, "oauth": {{{}}}}}}}"#, lines.join(", "));
    assert_eq!(found(libraries, "amplify_outputs.json", &text), expected, "{members}");
}

/// The address list of a Gen 1 file for JavaScript.
fn check_web(sign_in: &str, expected: &[&str]) {
    let text = format!(
        r#"{{"aws_project_region": "eu-west-1", "aws_user_pools_id": "eu-west-1_qWeRt6789",
            "aws_user_pools_web_client_id": "7k8l9m0n1o2p3q4r5s6t7u8v9a",
            "oauth": {{"domain": "shop.auth.eu-west-1.amazoncognito.com", "responseType": "code",
                "scope": ["openid", "aws.cognito.signin.user.admin"], "redirectSignIn": "{sign_in}",
                "redirectSignOut": "http://localhost:3000/,https://shop.acme.dev/"}}}}"#
    );
    assert_eq!(found(&[], "amplifyconfiguration.json", &text), expected, "{sign_in}");
}

/// A member of the plugin of a Gen 1 file for mobile apps.
fn check_mobile(libraries: &[Library], member: &str, expected: &[&str]) {
    let text = format!(r#"{{"auth": {{"plugins": {{"awsCognitoAuthPlugin": {{{member}}}}}}}}}"#);
    assert_eq!(found(libraries, "amplifyconfiguration.json", &text), expected, "{member}");
}

#[test]
fn an_address_stands_once_in_a_text() {
    let both = "http://localhost:3000/,https://shop.acme.dev/";
    check_web(both, &[]);
    check_web(&format!("{both},http://localhost:3000/"), &["Hint duplicate-item http://localhost:3000/"]);
    let twice = "https://shop.acme.dev/";
    check_web(&format!("{twice},{both}"), &[&format!("Hint duplicate-item {twice}")]);
}

#[test]
fn what_the_tools_write_is_right() {
    let app = r#""redirect_sign_in_uri": ["myapp://"], "redirect_sign_out_uri": ["myapp://"]"#;
    let web = r#""redirect_sign_in_uri": ["http://localhost:3000/", "https://shop.acme.dev/cb"],
        "redirect_sign_out_uri": ["https://shop.acme.dev/"]"#;
    let scopes = r#""scopes": ["phone", "email", "openid", "profile", "aws.cognito.signin.user.admin"]"#;
    for libraries in [&[][..], &[Js], &[Swift], &[Android], &[Swift, Android]] {
        check(libraries, app, &[]);
    }
    for libraries in [&[][..], &[Js], &[Js, Android]] {
        check(libraries, web, &[]);
        check(libraries, scopes, &[]);
        check(libraries, r#""domain": "6e62fd5968f53e7ddbea.auth.us-east-2.amazoncognito.com""#, &[]);
    }
    check(&[], r#""scopes": ["openid", "aws.cognito.signin.user.admin", "https://api.acme.dev/read"]"#, &[]);
    check(&[], r#""scopes": []"#, &[]);
}

#[test]
fn other_rules_speak_of_holes_placeholders_and_blanks_around() {
    for member in [
        r#""domain": """#,
        r#""domain": "<your-domain>""#,
        r#""domain": "YOUR_DOMAIN""#,
        r#""domain": " https://shop.acme.dev""#,
        r#""domain": 5"#,
        r#""domain": "#,
        r#""scopes": ["<scope>"]"#,
        r#""scopes": "openid email""#,
        r#""redirect_sign_in_uri": ["${CALLBACK}", ""]"#,
        r#""redirect_sign_in_uri": ["https://REPLACE_ME/"]"#,
        r#""redirect_sign_in_uri": [" https://shop.acme.dev/"]"#,
        r#""redirect_sign_in_uri": "https:/shop.acme.dev/""#,
        r#""redirect_sign_in_uri": []"#,
    ] {
        check(&[], member, &[]);
    }
}

#[test]
fn what_a_fault_breaks_depends_on_the_library() {
    for (libraries, severity) in [(&[][..], "Error"), (&[Js], "Error"), (&[Flutter], "Information")] {
        let expected = format!("{severity} oauth-domain \"https://shop.acme.dev\"");
        let redirects = r#""redirect_sign_in_uri": ["myapp://", "http://localhost:3000/"],
            "redirect_sign_out_uri": ["myapp://", "http://localhost:3000/"]"#;
        check(libraries, &format!(r#""domain": "https://shop.acme.dev", {redirects}"#), &[&expected]);
    }
    let port = r#""domain": "shop.acme.dev:443""#;
    check(&[], port, &[r#"Warning oauth-domain "shop.acme.dev:443""#]);
    check(&[Js], port, &[r#"Information oauth-domain "shop.acme.dev:443""#]);
}

#[test]
fn each_platform_chooses_in_its_own_way() {
    let mixed = r#""redirect_sign_in_uri": ["http://localhost:3000/", "myapp://"],
        "redirect_sign_out_uri": ["myapp://", "http://localhost:3000/"]"#;
    check(&[Js], mixed, &[]);
    check(&[Android], mixed, &[]);
    check(&[], mixed, &[r#"Hint redirect-platform "myapp://""#]);
    check(&[Swift], mixed, &[r#"Error redirect-platform "myapp://""#]);
    check(&[], r#""response_type": "code""#, &[]);
    let pages = [r#""redirect_sign_in_uri""#, r#""redirect_sign_out_uri""#];
    let no_scheme: Vec<String> = pages.iter().map(|page| format!("Information redirect-platform {page}")).collect();
    check(&[Android], r#""response_type": "code""#, &no_scheme.iter().map(String::as_str).collect::<Vec<_>>());
    check(
        &[Flutter],
        r#""redirect_sign_in_uri": ["https://shop.acme.dev/"], "redirect_sign_out_uri": ["myapp://", "http://localhost/"]"#,
        &[
            r#"Warning redirect-platform "redirect_sign_in_uri""#,
            r#"Warning redirect-lists-differ "redirect_sign_in_uri""#,
            r#"Hint redirect-platform "redirect_sign_in_uri""#,
        ],
    );
    let ports = r#""redirect_sign_in_uri": ["http://localhost:3000/", "http://localhost:5173"],
        "redirect_sign_out_uri": ["http://localhost:3000/"]"#;
    check(&[], ports, &[r#"Hint redirect-platform "http://localhost:5173""#]);
    check(
        &[Js],
        r#""redirect_sign_in_uri": ["http://localhost:5173"], "redirect_sign_out_uri": ["http://localhost:5173"]"#,
        &[],
    );
}

#[test]
fn a_file_for_production_leads_somewhere() {
    let text = r#"{"aws_project_region": "eu-west-1", "aws_user_pools_id": "eu-west-1_qWeRt6789", "aws_user_pools_web_client_id":
        "7k8l9m0n1o2p3q4r5s6t7u8v9a", "oauth": {"domain": "shop.acme.dev", "responseType": "code", "redirectSignOut": "ORIGIN",
        "scope": ["openid", "aws.cognito.signin.user.admin"], "redirectSignIn": "ORIGIN"}}"#;
    for (name, origin, count) in [
        ("amplifyconfiguration.prod.json", "http://localhost:3000/", 2),
        ("amplifyconfiguration.prod.json", "http://localhost:3000/,https://shop.acme.dev/", 0),
        ("amplifyconfiguration.dev.json", "http://localhost:3000/", 0),
    ] {
        assert_eq!(found(&[], name, &text.replace("ORIGIN", origin)).len(), count, "{name} {origin}");
    }
}

#[test]
fn lists_differ_by_what_they_are_good_for() {
    let apps = |sign_in: &str, sign_out: &str| {
        format!(r#""redirect_sign_in_uri": [{sign_in}], "redirect_sign_out_uri": [{sign_out}]"#)
    };
    check(&[], &apps(r#""myapp://in""#, r#""myapp://out""#), &[]);
    check(&[], &apps(r#""https://a.acme.dev/""#, r#""http://localhost:3000/""#), &[]);
    let lacks = r#"redirect-lists-differ "redirect_sign_out_uri""#;
    let both = apps(r#""myapp://in", "https://a.acme.dev/""#, r#""https://a.acme.dev/""#);
    check(&[], &both, &[&format!("Information {lacks}")]);
    check(
        &[Js, Android],
        &apps(r#""myapp://in", "https://a.acme.dev/""#, r#""myapp://in""#),
        &[&format!("Warning {lacks}")],
    );
    check(
        &[],
        &apps(r#""https://a.acme.dev/""#, r#""https://a.acme.dev""#),
        &[r#"Hint redirect-lists-differ "https://a.acme.dev""#],
    );
}

#[test]
fn one_item_holds_one_address() {
    let joined = r#""redirect_sign_in_uri": ["http://localhost:3000/, https://shop.acme.dev/"]"#;
    check(&[], joined, &[r#"Error redirect-uri "http://localhost:3000/, https://shop.acme.dev/""#]);
    check(&[], r#""redirect_sign_in_uri": ["https://shop.acme.dev/?a=1,2"]"#, &[]);
    check(
        &[],
        r#""redirect_sign_in_uri": ["https://example.com"], "redirect_sign_out_uri": ["https://app.example.com/"]"#,
        &[r#"Hint redirect-uri "https://example.com""#],
    );
}

#[test]
fn a_text_of_gen_1_is_judged_part_by_part() {
    check_web("http://localhost:3000/,https://shop.acme.dev/", &[]);
    check_web(" http://localhost:3000/,https://shop.acme.dev/ ", &[]);
    check_web("http://localhost:3000/, https://shop.acme.dev/", &["Error redirect-uri  https://shop.acme.dev/"]);
    check_web("http://localhost:3000/,https:/shop.acme.dev/", &["Error redirect-uri https:/shop.acme.dev/"]);
    check_web("http://localhost:3000/,", &["Error redirect-uri ,"]);
    check_web("http://localhost:3000/,,https://shop.acme.dev/", &["Error redirect-uri ,"]);
    check_web(
        "https:/a.acme.dev/, b.acme.dev/",
        &["Error redirect-uri https:/a.acme.dev/", "Error redirect-uri  b.acme.dev/"],
    );
    // Where a slash is escaped no part can be marked alone.
    check_web(
        r"http:\/\/localhost:3000/,shop.acme.dev/",
        &[r"Error redirect-uri http:\/\/localhost:3000/,shop.acme.dev/"],
    );
}

#[test]
fn a_mobile_app_gets_one_address_to_come_back_to() {
    let pool = r#""CognitoUserPool": {"Default": {"PoolId": "eu-west-1_qWeRt6789", "AppClientId": "7k8l9m0n1o2p3q4r5s6t7u8v9a", "Region": "eu-west-1"}}"#;
    let login = |sign_in: &str| {
        format!(
            r#"{pool}, "Auth": {{"Default": {{"OAuth": {{"WebDomain": "shop.acme.dev", "AppClientId": "7k8l9m0n1o2p3q4r5s6t7u8v9a",
            "Scopes": ["openid", "aws.cognito.signin.user.admin"], "SignInRedirectURI": "{sign_in}", "SignOutRedirectURI": "{sign_in}"}}}}}}"#
        )
    };
    let twice = |label: &str| vec![label.to_owned(); 2];
    let check = |libraries: &[Library], sign_in: &str, expected: Vec<String>| {
        check_mobile(libraries, &login(sign_in), &expected.iter().map(String::as_str).collect::<Vec<_>>());
    };
    check(&[], "myapp://callback/", Vec::new());
    let two = "myapp://,https://shop.acme.dev/";
    check(&[], two, twice(&format!("Information redirect-platform \"{two}\"")));
    check(&[Swift], two, twice(&format!("Error redirect-platform \"{two}\"")));
    let page = "https://shop.acme.dev/";
    check(&[Android], page, twice(&format!("Information redirect-platform \"{page}\"")));
    check(&[Swift], page, twice(&format!("Warning redirect-platform \"{page}\"")));
}

#[test]
fn the_old_place_below_the_user_pool_is_not_judged() {
    check_mobile(
        &[],
        r#""CognitoUserPool": {"Default": {"PoolId": "eu-west-1_qWeRt6789", "AppClientId": "7k8l9m0n1o2p3q4r5s6t7u8v9a",
            "Region": "eu-west-1", "HostedUI": {"WebDomain": "https://shop", "AppClientId": "7k8l9m0n1o2p3q4r5s6t7u8v9a",
            "SignInRedirectURI": "app", "SignOutRedirectURI": "app", "Scopes": ["x"]}}}"#,
        &[],
    );
}
