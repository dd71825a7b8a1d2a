//! `amplify-ls convert`: the new file goes where it was asked for, the losses to standard error.

use std::fs;

use super::Folder;

const GEN1: &str = r#"{
  "aws_project_region": "us-east-1",
  "aws_user_pools_id": "us-east-1_Kd8sW3nQz",
  "aws_user_pools_web_client_id": "6t2vq8m4n0s5k1r7d3h9j5b2fa",
  "oauth": {
    "domain": "shop.auth.us-east-1.amazoncognito.com",
    "scope": ["openid"],
    "redirectSignIn": "http://localhost:3000/",
    "redirectSignOut": "http://localhost:3000/",
    "responseType": "code"
  },
  "aws_cognito_social_providers": ["GOOGLE", "Auth0"],
  "aws_dynamodb_all_tables_region": "us-east-1",
  "aws_cognito_sign_up_verification_method": "code"
}
"#;

#[test]
fn a_file_of_another_kind_is_printed_with_what_is_lost() {
    let folder = Folder::new(&[("amplifyconfiguration.json", GEN1)]);
    let output = folder.run("convert --to gen2 amplifyconfiguration.json");
    assert_eq!(output.code, 0, "{output:?}");
    assert_eq!(output.json()["auth"]["user_pool_id"], "us-east-1_Kd8sW3nQz");
    assert_eq!(
        output.err,
        "amplifyconfiguration.json:12: `Auth0` in `aws_cognito_social_providers` is left out: the other kind of file has \
         no word for it\n\
         amplifyconfiguration.json:14: `aws_cognito_sign_up_verification_method` is left out: no other kind of file says \
         it\n\
         amplifyconfiguration.json: 1 field that no library reads is left out\n"
    );
}

#[test]
fn no_file_is_written_over_unless_that_is_asked_for() {
    let folder = Folder::new(&[("amplifyconfiguration.json", GEN1), ("amplify_outputs.json", "{}")]);
    let command = "convert --to gen2 amplifyconfiguration.json --output amplify_outputs.json";
    let written = || fs::read_to_string(folder.path().join("amplify_outputs.json")).unwrap();
    let refused = folder.run(command);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    assert!(refused.err.ends_with("amplify_outputs.json is there already; --force writes over it\n"), "{refused:?}");
    assert_eq!(written(), "{}");
    assert_eq!(folder.run(&format!("{command} --force")).code, 0);
    assert!(written().contains("us-east-1_Kd8sW3nQz"));
    assert_eq!(folder.run("check amplify_outputs.json").code, 0);
}

#[test]
fn a_redacted_copy_has_other_names_and_the_same_faults() {
    let folder = Folder::new(&[("amplify_outputs.json", super::OFF)]);
    let output = folder.run("redact amplify_outputs.json");
    assert_eq!((output.code, output.err.as_str()), (0, ""));
    assert_eq!(output.out.len(), super::OFF.len());
    assert!(!output.out.contains("Kd8sW3nQz") && !output.out.contains("6t2vq8m4n0s5k1r7d3h9j5b2fa"), "{output:?}");
    folder.write("copy/amplify_outputs.json", output.out.as_bytes());
    let said = |path: &str| folder.run(&format!("check {path}")).out.replace("copy/", "");
    assert_eq!(said("copy/amplify_outputs.json"), said("amplify_outputs.json"));
    assert_eq!(folder.run("redact missing.json").code, 2);
    // What it is called tells what it is: code, or a file that could be anything.
    let js = "// us-east-1_Kd8sW3nQz\nexport default { aws_project_region: 'us-east-1', aws_user_pools_id: 'us-east-1_Kd8sW3nQz' };\n";
    let copy = folder.run_with("redact - --stdin-filename src/aws-exports.js", js);
    assert!(copy.code == 0 && copy.out.len() == js.len() && !copy.out.contains("Kd8sW3nQz"), "{copy:?}");
    assert!(copy.out.starts_with("// us-east-1_") && copy.out.contains("aws_user_pools_id: 'us-east-1_"), "{copy:?}");
    let code =
        "export default { aws_project_region: process.env.REGION, oauth: { domain: window.location.hostname } };\n";
    assert_eq!(folder.run_with("redact - --stdin-filename aws-exports.js", code).out, code);
    let converted = folder.run_with(
        "convert --to gen2 - --stdin-filename aws-exports.js",
        &js.replace("default {", "default { aws_cognito_region: process.env.REGION,"),
    );
    assert!(
        converted
            .err
            .contains("aws-exports.js:2: `aws_cognito_region` is left out: it is told by code, which is not run"),
        "{converted:?}"
    );
    let unknown = folder.run_with("redact -", "export default {};\n");
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("--stdin-filename says what it is called"), "{unknown:?}");
    assert_eq!(folder.run("redact amplify_outputs.json --stdin-filename a.json").code, 2);
}

#[test]
fn backend_code_is_made_of_a_file_of_any_kind() {
    let folder = Folder::new(&[("amplifyconfiguration.json", GEN1)]);
    let output = folder.run("generate backend amplifyconfiguration.json");
    assert_eq!((output.code, output.err.as_str()), (0, ""));
    assert!(
        output.out.contains("backend.addOutput({\n  auth: {\n    user_pool_id: \"us-east-1_Kd8sW3nQz\""),
        "{output:?}"
    );
    let refused = folder.run("generate backend --form reference amplifyconfiguration.json");
    assert_eq!(refused.code, 2);
    assert!(
        refused.err.contains("names no user pool with its region and app client, or no identity pool"),
        "{refused:?}"
    );
}

#[test]
fn two_files_are_compared_by_what_they_say() {
    let folder = Folder::new(&[("amplifyconfiguration.json", GEN1)]);
    assert_eq!(folder.run("convert --to gen2 amplifyconfiguration.json -o amplify_outputs.json").code, 0);
    let same = folder.run("diff amplify_outputs.json amplifyconfiguration.json");
    assert_eq!((same.code, same.out.as_str(), same.err.as_str()), (0, "", ""));
    let changed = GEN1.replace("Kd8sW3nQz", "Aa8sW3nQz");
    folder.write("amplifyconfiguration.json", changed.as_bytes());
    let output = folder.run("diff amplify_outputs.json amplifyconfiguration.json");
    assert_eq!(output.code, 1);
    let (one, other) = ("us-east-1_Kd8sW3nQz", "us-east-1_Aa8sW3nQz");
    let names = "- amplify_outputs.json\n+ amplifyconfiguration.json\n";
    assert_eq!(output.out, format!("{names}\nauth.user_pool_id\n  - \"{one}\"\n  + \"{other}\"\n"));
    assert_eq!(folder.run("diff amplify_outputs.json missing.json").code, 2);
    let piped = folder.run_with("diff - amplify_outputs.json --stdin-filename x/amplifyconfiguration.json", &changed);
    assert_eq!((piped.code, piped.out.lines().last()), (1, Some(format!("  + \"{one}\"").as_str())), "{piped:?}");
    for wrong in ["diff - -", "diff amplify_outputs.json amplify_outputs.json --stdin-filename a.json"] {
        let refused = folder.run_with(wrong, "");
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{refused:?}");
    }
}

#[test]
fn a_new_file_is_clean_when_all_is_given() {
    let folder = Folder::new(&[]);
    let given = "--user-pool-id us-east-1_Kd8sW3nQz --user-pool-client-id 6t2vq8m4n0s5k1r7d3h9j5b2fa";
    for (kind, name) in [("gen2", "amplify_outputs.json"), ("gen1-mobile", "amplifyconfiguration.json")] {
        assert_eq!(folder.run(&format!("new {kind} {given} -o {name}")).code, 0);
        assert_eq!(folder.run(&format!("check {name}")).code, 0, "{kind}");
    }
    assert!(folder.run("new gen1-web").out.contains("<id of the user pool>"));
}

#[test]
fn a_configuration_in_a_file_of_code_is_read_where_it_stands() {
    let dart = format!("// é\nconst amplifyConfig = r'''{}''';\n", super::OFF);
    let folder = Folder::new(&[("lib/amplify_outputs.dart", &dart)]);
    let checked = folder.run("check lib/amplify_outputs.dart");
    assert_eq!(checked.code, 1);
    assert!(checked.out.contains("lib/amplify_outputs.dart:7:26"), "{}", checked.out);
    assert_eq!(folder.run("convert --to gen1-web lib/amplify_outputs.dart").json()["aws_project_region"], "us-east-1");
    let redacted = folder.run("redact lib/amplify_outputs.dart").out;
    assert!(redacted.starts_with("// é\nconst amplifyConfig = r'''{") && redacted.ends_with("}\n''';\n"), "{redacted}");
}

#[test]
fn what_cannot_be_converted_is_said() {
    for (text, arguments, said) in [
        (GEN1, "--to gen1-web", "is Amplify Gen 1 configuration for JavaScript already"),
        ("[]", "--to gen2", "nothing in amplifyconfiguration.json has a place in Amplify Gen 2 outputs"),
        (r#"{ "aws_project_region": "us-east-1" }"#, "--to gen2", "nothing in amplifyconfiguration.json has a place"),
    ] {
        let folder = Folder::new(&[("amplifyconfiguration.json", text)]);
        let output = folder.run(&format!("convert {arguments} amplifyconfiguration.json"));
        assert_eq!((output.code, output.out.as_str()), (2, ""), "{output:?}");
        assert!(output.err.contains(said), "{output:?}");
    }
    let folder = Folder::new(&[("a/amplifyconfiguration.json", GEN1), ("b.json", "{}")]);
    assert!(folder.run("convert --to gen2 a").err.contains("a is a folder; name one file"));
    assert!(folder.run("convert --to gen2 b.json").err.contains("not recognised as an Amplify configuration"));
    assert_eq!(folder.run("convert --to gen2 missing.json").code, 2);
}

#[test]
fn a_broken_file_is_converted_as_far_as_it_can_be_read() {
    let folder = Folder::new(&[("amplifyconfiguration.json", &GEN1.replace("Qz\",", "Qz\""))]);
    let output = folder.run("convert --to gen2 amplifyconfiguration.json");
    assert_eq!(output.code, 0);
    assert_eq!(output.json()["auth"]["user_pool_client_id"], "6t2vq8m4n0s5k1r7d3h9j5b2fa");
    assert!(output.err.contains("is not valid JSON; what can be read of it is converted"), "{output:?}");
}
