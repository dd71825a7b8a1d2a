use expect_test::{Expect, expect};

use super::*;
use crate::file_path::FilePath;

fn check(text: &str, pointer: &[&str], expected: &Expect) {
    let document = Document::new(FilePath::new("amplify_outputs.json"), text);
    let knowledge = document.knowledge().unwrap();
    let schema = &knowledge.schema;
    let id = pointer.iter().fold(schema.root(), |id, name| match *name {
        "-" => schema.item(id).unwrap(),
        name => schema.property(id, name).unwrap(),
    });
    expected.assert_eq(&field_doc(&document, knowledge, id).markdown());
}

#[test]
fn a_text_has_its_libraries_an_example_and_its_page() {
    check(
        "{}",
        &["auth", "user_pool_id"],
        &expect![[r#"
        Id of the Cognito user pool that signs people in: its region, an underscore, then letters and digits. JavaScript takes the region from the part before the underscore, and the part after it enters the password calculation, so a shortened or mistyped id fails at sign-in; without an underscore a Swift app even crashes.

        *text*

        Needed by amplify-js, amplify-swift and amplify-android · a wrong value is refused by amplify-flutter

        Example: `"us-east-1_aBcD12345"`

        [docs.amplify.aws](https://docs.amplify.aws/javascript/build-a-backend/auth/use-existing-cognito-resources/)"#]],
    );
}

#[test]
fn a_set_of_values_lists_them_with_what_they_mean() {
    check(
        "{}",
        &["auth", "mfa_configuration"],
        &expect![[r#"
        Whether a second factor is asked for at sign-in. Cognito's own words OFF and ON are not valid here: Android and Flutter refuse the whole file for them, and JavaScript takes them for off.

        *one of 3 values*

        - `"NONE"`: No second factor. Cognito calls this OFF.
        - `"OPTIONAL"`: Each user may set up a second factor.
        - `"REQUIRED"`: Every user must use a second factor. Cognito calls this ON.

        A wrong value is refused by amplify-android and amplify-flutter · read by amplify-js and amplify-swift

        Example: `"OPTIONAL"`

        [docs.amplify.aws](https://docs.amplify.aws/javascript/build-a-backend/auth/concepts/multi-factor-authentication/)"#]],
    );
}

#[test]
fn a_list_shows_the_values_of_its_items_and_their_versions() {
    check(
        r#"{"version": "1"}"#,
        &["auth", "mfa_methods"],
        &expect![[r#"
            Second factors that are enabled on the user pool. An empty list is normal while multi-factor authentication is off. Android 2.40 and Flutter refuse the whole file for a word they do not know, and `EMAIL` is such a word for Android.

            *list, each one of 3 values*

            - `"SMS"`: A code by text message.
            - `"TOTP"`: A code from an authenticator app.
            - `"EMAIL"`: A code by e-mail. Android 2.40 does not know this word and refuses the whole file; JavaScript passes over it. Since version 1.4 (this file declares 1).

            A wrong value is refused by all libraries

            Example: `["TOTP"]`

            [docs.amplify.aws](https://docs.amplify.aws/javascript/build-a-backend/auth/concepts/multi-factor-authentication/)"#]],
    );
}

#[test]
fn a_newer_field_says_that_the_file_declares_less() {
    check(
        r#"{"version": "1.1"}"#,
        &["auth", "groups"],
        &expect![[r#"
        User pool groups of the backend, as a list of objects with one key each: the group name. JavaScript uses it to find out which storage paths a group member may see, and its storage listing throws when this is an object instead of a list.

        *list of objects* · since version 1.3 (this file declares 1.1)

        Read by amplify-js · ignored by amplify-swift, amplify-android and amplify-flutter

        Example: `[{ "ADMINS": { "precedence": 0 } }, { "EDITORS": { "precedence": 1 } }]`

        [docs.amplify.aws](https://docs.amplify.aws/javascript/build-a-backend/auth/concepts/user-groups/)"#]],
    );
}

#[test]
fn a_number_has_its_range() {
    check(
        "{}",
        &["auth", "password_policy", "min_length"],
        &expect![[r#"
        Smallest number of characters a password must have. Cognito allows 6 to 99, and Amplify's own default is 8. JavaScript assumes 6 when it is absent; Swift and Android refuse the whole file.

        *whole number from 6 to 99*

        Needed by amplify-swift and amplify-android · a wrong value is refused by amplify-flutter · read by amplify-js

        Example: `8`

        [docs.amplify.aws](https://docs.amplify.aws/javascript/build-a-backend/auth/manage-users/manage-passwords/)"#]],
    );
}

#[test]
fn every_field_of_every_kind_has_words() {
    for kind in crate::ConfigKind::ALL {
        let knowledge = Knowledge::of(kind);
        let document = Document::new(FilePath::new("amplify_outputs.json"), "{}");
        for (id, subschema) in knowledge.schema.subschemas() {
            let markdown = field_doc(&document, knowledge, id).markdown();
            assert!(
                markdown.starts_with(&subschema.description)
                    || subschema.deprecated.is_some()
                    || knowledge.keywords(id).secret
            );
            assert!(!markdown.contains("\n\n\n") && !markdown.contains('<'), "{markdown}");
        }
    }
}
