//! Backend code of Amplify Gen 2 for Cognito resources that are there already, from the `auth` of a configuration.
//!
//! What is written is TypeScript to be looked at and kept; a test compiles it against the real packages. What the file
//! does not tell is a text in angle brackets.

use amplify_json::string::quote;
use serde_json::Value;

use crate::convert::as_outputs;
use crate::document::Document;

/// A way to tell a backend of resources that it did not make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackendForm {
    /// The values themselves, with `backend.addOutput`.
    AddOutput,
    /// The resources as CDK constructs, for code that grants or extends something, and `backend.addOutput`.
    Cdk,
    /// `referenceAuth`, which makes them the `auth` of the backend.
    Reference,
}

/// Backend code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackendCode {
    /// Where it belongs, from the folder of the project.
    pub file: &'static str,
    /// The code.
    pub text: String,
    /// What is to be filled in, in words.
    pub missing: Vec<String>,
}

impl BackendForm {
    /// All, the simplest first.
    pub const ALL: [BackendForm; 3] = [BackendForm::AddOutput, BackendForm::Cdk, BackendForm::Reference];

    /// What it is called in code.
    pub fn name(self) -> &'static str {
        match self {
            BackendForm::AddOutput => "addOutput",
            BackendForm::Cdk => "CDK",
            BackendForm::Reference => "referenceAuth",
        }
    }
}

/// The backend code for the `auth` of a file of any kind. `None` if it names no user pool with its client, or no identity
/// pool where the form wants one.
pub fn backend_code(document: &Document, form: BackendForm) -> Option<BackendCode> {
    let outputs = as_outputs(document)?;
    let auth = outputs.get("auth")?;
    match form {
        BackendForm::AddOutput => Some(add_output(auth)),
        BackendForm::Cdk => cdk(auth),
        BackendForm::Reference => reference(auth),
    }
}

fn add_output(auth: &Value) -> BackendCode {
    let text = format!(
        "import {{ defineBackend }} from \"@aws-amplify/backend\";\n\n\
         const backend = defineBackend({{}});\n\n\
         // Cognito resources that this backend did not make, as amplify_outputs.json tells the client libraries.\n\
         backend.addOutput({{\n  auth: {},\n}});\n",
        literal(auth, 1)
    );
    BackendCode { file: "amplify/backend.ts", text, missing: Vec::new() }
}

fn cdk(auth: &Value) -> Option<BackendCode> {
    let (pool, client) = (auth["user_pool_id"].as_str()?, auth["user_pool_client_id"].as_str()?);
    let mut auth = auth.clone();
    let constructs =
        [("user_pool_id", "userPool.userPoolId"), ("user_pool_client_id", "userPoolClient.userPoolClientId")];
    for (name, code) in constructs {
        auth[name] = format!("{CODE}{code}").into();
    }
    let text = format!(
        "import {{ defineBackend }} from \"@aws-amplify/backend\";\n\
         import {{ UserPool, UserPoolClient }} from \"aws-cdk-lib/aws-cognito\";\n\n\
         const backend = defineBackend({{}});\n\
         const authStack = backend.createStack(\"existing-auth\");\n\n\
         // Looked up, not made: what is changed on these constructs does not change the resources.\n\
         const userPool = UserPool.fromUserPoolId(authStack, \"UserPool\", {});\n\
         const userPoolClient = UserPoolClient.fromUserPoolClientId(authStack, \"UserPoolClient\", {});\n\n\
         backend.addOutput({{\n  auth: {},\n}});\n",
        quote(pool),
        quote(client),
        literal(&auth, 1)
    );
    Some(BackendCode { file: "amplify/backend.ts", text, missing: Vec::new() })
}

fn reference(auth: &Value) -> Option<BackendCode> {
    let member = |name: &str| auth[name].as_str().map(quote);
    let mut lines = vec![
        format!("userPoolId: {},", member("user_pool_id")?),
        format!("userPoolClientId: {},", member("user_pool_client_id")?),
        format!("identityPoolId: {},", member("identity_pool_id")?),
        "authRoleArn: \"<ARN of the role of signed-in users>\",".to_owned(),
        "unauthRoleArn: \"<ARN of the role of guests>\",".to_owned(),
    ];
    let mut missing = vec!["the ARNs of the two roles of the identity pool".to_owned()];
    let groups = auth["groups"].as_array().into_iter().flatten().filter_map(Value::as_object);
    let groups: Vec<&String> = groups.flat_map(|group| group.keys()).collect();
    if !groups.is_empty() {
        lines.push("groups: {".to_owned());
        lines.extend(groups.iter().map(|name| format!("  {}: \"<ARN of the role of {name}>\",", key(name))));
        lines.push("},".to_owned());
        missing.push("the ARN of the role of each group".to_owned());
    }
    let text = format!(
        "import {{ referenceAuth }} from \"@aws-amplify/backend\";\n\n\
         // Hand it to defineBackend in amplify/backend.ts.\n\
         export const auth = referenceAuth({{\n{}}});\n",
        lines.iter().map(|line| format!("  {line}\n")).collect::<String>()
    );
    Some(BackendCode { file: "amplify/auth/resource.ts", text, missing })
}

/// A text that begins so is code.
const CODE: &str = "\0";

/// A value as a literal of TypeScript.
fn literal(value: &Value, depth: usize) -> String {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(members) if !members.is_empty() => {
            let members = members.iter();
            let lines: String = members
                .map(|(name, value)| format!("{indent}  {}: {},\n", key(name), literal(value, depth + 1)))
                .collect();
            format!("{{\n{lines}{indent}}}")
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            let lines: String = items.iter().map(|item| format!("{indent}  {},\n", literal(item, depth + 1))).collect();
            format!("[\n{lines}{indent}]")
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| literal(item, depth)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::String(text) => text.strip_prefix(CODE).map_or_else(|| quote(text), str::to_owned),
        other => other.to_string(),
    }
}

/// The name of a member: in quotes if it is no identifier.
fn key(name: &str) -> String {
    let is_start = |letter: char| letter.is_ascii_alphabetic() || letter == '_' || letter == '$';
    let is_identifier =
        name.starts_with(is_start) && name.chars().all(|letter| is_start(letter) || letter.is_ascii_digit());
    if is_identifier { name.to_owned() } else { quote(name) }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::FilePath;

    const GEN1: &str = r#"{
      "aws_project_region": "us-east-1",
      "aws_user_pools_id": "us-east-1_aBcD12345",
      "aws_user_pools_web_client_id": "7k8l9m0n1o2p3q4r5s6t7u8v9a",
      "aws_cognito_identity_pool_id": "us-east-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d",
      "aws_cognito_username_attributes": ["EMAIL"]
    }"#;

    #[test]
    fn a_gen_1_file_becomes_a_backend() {
        let document = Document::new(FilePath::new("amplifyconfiguration.json"), GEN1);
        let code = backend_code(&document, BackendForm::Cdk).unwrap();
        expect![[r#"
            import { defineBackend } from "@aws-amplify/backend";
            import { UserPool, UserPoolClient } from "aws-cdk-lib/aws-cognito";

            const backend = defineBackend({});
            const authStack = backend.createStack("existing-auth");

            // Looked up, not made: what is changed on these constructs does not change the resources.
            const userPool = UserPool.fromUserPoolId(authStack, "UserPool", "us-east-1_aBcD12345");
            const userPoolClient = UserPoolClient.fromUserPoolClientId(authStack, "UserPoolClient", "7k8l9m0n1o2p3q4r5s6t7u8v9a");

            backend.addOutput({
              auth: {
                user_pool_id: userPool.userPoolId,
                aws_region: "us-east-1",
                user_pool_client_id: userPoolClient.userPoolClientId,
                identity_pool_id: "us-east-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d",
                username_attributes: ["email"],
                unauthenticated_identities_enabled: true,
              },
            });
        "#]]
        .assert_eq(&code.text);
        let reference = backend_code(&document, BackendForm::Reference).unwrap();
        assert_eq!(reference.missing, ["the ARNs of the two roles of the identity pool"]);
    }

    #[test]
    fn without_pools_there_is_no_code() {
        for (text, forms) in [
            ("{}", 0),
            (r#"{ "aws_project_region": "us-east-1" }"#, 0),
            (&GEN1.replace("aws_cognito_identity_pool_id", "other"), 2),
            (GEN1, 3),
        ] {
            let document = Document::new(FilePath::new("amplifyconfiguration.json"), text);
            let found = BackendForm::ALL.into_iter().filter_map(|form| backend_code(&document, form));
            assert_eq!(found.count(), forms, "{text}");
        }
    }
}
