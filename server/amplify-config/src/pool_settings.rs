//! The settings that a file repeats from its user pool: where each kind of file has them, and what the account says.
//!
//! A table, used by the rule that compares, the action that fills a section in, hover and completion. The three kinds
//! of file hold the same under other names and spell it otherwise; Cognito spells it a fourth way.

use amplify_json::Node;
use serde_json::Value;

use crate::config_kind::ConfigKind;
use crate::counterpart::Counterpart;
use crate::facts::PasswordPolicy;
use crate::references::follow;
use crate::versions;

/// Settings of which a user speaks as one.
pub(crate) struct Group {
    /// What they are called: reads well after "the".
    pub(crate) title: &'static str,
    /// They stand in an object of their own.
    pub(crate) is_object: bool,
    /// The settings.
    pub(crate) settings: &'static [Setting],
}

/// One field of a file that says what its user pool says.
pub(crate) struct Setting {
    /// JSON Pointers: in Gen 2, in Gen 1 files for mobile apps, in those for JavaScript. Empty: such a file has no such
    /// field.
    at: [&'static str; 3],
    /// What the field is to hold, in the words of that kind of file; `None` when nobody knows, or when it cannot be said.
    expected: fn(&Counterpart<'_>) -> Option<Value>,
    /// Where the object around it is there and the field is not, it counts as this.
    pub(crate) absent: Option<Value>,
}

/// `Auth.Default` of a Gen 1 file for mobile apps.
macro_rules! mobile {
    ($path:literal) => {
        concat!("/auth/plugins/awsCognitoAuthPlugin/Auth/Default/", $path)
    };
}

/// Where files say with what attributes users sign in.
const USERNAME_ATTRIBUTES: [&str; 3] =
    ["/auth/username_attributes", mobile!("usernameAttributes"), "/aws_cognito_username_attributes"];

/// Where files say whether there is a second factor.
pub(crate) const MFA: [&str; 3] =
    ["/auth/mfa_configuration", mobile!("mfaConfiguration"), "/aws_cognito_mfa_configuration"];

/// Where they list which.
pub(crate) const MFA_METHODS: [&str; 3] = ["/auth/mfa_methods", mobile!("mfaTypes"), "/aws_cognito_mfa_types"];

const fn setting(
    gen_2: &'static str,
    mobile: &'static str,
    web: &'static str,
    expected: fn(&Counterpart<'_>) -> Option<Value>,
) -> Setting {
    Setting { at: [gen_2, mobile, web], expected, absent: None }
}

/// A switch of Gen 2, off where it is absent.
const fn switch(gen_2: &'static str, expected: fn(&Counterpart<'_>) -> Option<Value>) -> Setting {
    Setting { at: [gen_2, "", ""], expected, absent: Some(Value::Bool(false)) }
}

/// All of them, in the order in which files have them.
pub(crate) static GROUPS: &[Group] = &[
    Group {
        title: "required attributes",
        is_object: false,
        settings: &[setting(
            "/auth/standard_required_attributes",
            mobile!("signupAttributes"),
            "/aws_cognito_signup_attributes",
            |it| Some(spelled(it, required(it)?)),
        )],
    },
    Group {
        title: "attributes to sign in with",
        is_object: false,
        settings: &[setting(USERNAME_ATTRIBUTES[0], USERNAME_ATTRIBUTES[1], USERNAME_ATTRIBUTES[2], |it| {
            Some(spelled(it, names_of_users(it)?))
        })],
    },
    Group {
        title: "attributes to verify",
        is_object: false,
        settings: &[setting(
            "/auth/user_verification_types",
            mobile!("verificationMechanisms"),
            "/aws_cognito_verification_mechanisms",
            |it| Some(spelled(it, it.pool.as_ref()?.facts.verified_attributes.clone())),
        )],
    },
    Group {
        title: "password policy",
        is_object: true,
        settings: &[
            setting(
                "/auth/password_policy/min_length",
                mobile!("passwordProtectionSettings/passwordPolicyMinLength"),
                "/aws_cognito_password_protection_settings/passwordPolicyMinLength",
                |it| policy(it)?.min_length.map(Value::from),
            ),
            switch("/auth/password_policy/require_lowercase", |it| Some(policy(it)?.lowercase.into())),
            switch("/auth/password_policy/require_uppercase", |it| Some(policy(it)?.uppercase.into())),
            switch("/auth/password_policy/require_numbers", |it| Some(policy(it)?.numbers.into())),
            switch("/auth/password_policy/require_symbols", |it| Some(policy(it)?.symbols.into())),
            setting(
                "",
                mobile!("passwordProtectionSettings/passwordPolicyCharacters"),
                "/aws_cognito_password_protection_settings/passwordPolicyCharacters",
                |it| Some(characters(policy(it)?)),
            ),
        ],
    },
    Group {
        title: "MFA setting",
        is_object: false,
        settings: &[
            setting(MFA[0], MFA[1], MFA[2], |it| Some(mfa(it.kind, it.pool.as_ref()?.facts.mfa.as_deref()?)?.into())),
            Setting { at: MFA_METHODS, expected: methods, absent: Some(Value::Array(Vec::new())) },
        ],
    },
];

impl Setting {
    /// Where such a file has it.
    pub(crate) fn pointer(&self, kind: ConfigKind) -> Option<&'static str> {
        let pointer = match kind {
            ConfigKind::Outputs => self.at[0],
            ConfigKind::Mobile => self.at[1],
            ConfigKind::Web => self.at[2],
        };
        (!pointer.is_empty()).then_some(pointer)
    }

    /// What it is to hold.
    pub(crate) fn expected(&self, counterpart: &Counterpart<'_>) -> Option<Value> {
        (self.expected)(counterpart)
    }
}

/// The setting that stands at that pointer of a file, and the group it is in.
pub(crate) fn setting_at(kind: ConfigKind, pointer: &str) -> Option<(&'static Group, &'static Setting)> {
    let all = GROUPS.iter().flat_map(|group| group.settings.iter().map(move |setting| (group, setting)));
    all.into_iter().find(|(_, setting)| setting.pointer(kind) == Some(pointer))
}

/// The scopes that every user pool has.
pub(crate) const SCOPES: [&str; 5] = ["phone", "email", "openid", "profile", "aws.cognito.signin.user.admin"];

/// The social providers as files name them (Gen 2, then Gen 1) and as Cognito does.
pub(crate) const PROVIDERS: [(&str, &str, &str); 4] = [
    ("GOOGLE", "GOOGLE", "Google"),
    ("FACEBOOK", "FACEBOOK", "Facebook"),
    ("LOGIN_WITH_AMAZON", "AMAZON", "LoginWithAmazon"),
    ("SIGN_IN_WITH_APPLE", "APPLE", "SignInWithApple"),
];

/// Where a kind of file lists the social providers.
pub(crate) fn providers_at(kind: ConfigKind) -> &'static str {
    match kind {
        ConfigKind::Outputs => "/auth/oauth/identity_providers",
        ConfigKind::Mobile => mobile!("socialProviders"),
        ConfigKind::Web => "/aws_cognito_social_providers",
    }
}

/// Those that the user pool has and the app client offers, as far as either is known, for the list at `pointer`.
pub(crate) fn social_providers(counterpart: &Counterpart<'_>, pointer: &str) -> Option<Value> {
    if pointer != providers_at(counterpart.kind) {
        return None;
    }
    let pool = counterpart.pool.as_ref()?;
    let listed = counterpart.inventory.identity_providers(&pool.id).known();
    let client = counterpart.client.as_ref().map(|client| &client.facts.identity_providers);
    if listed.is_none() && client.is_none() {
        return None;
    }
    let has = |name: &str| {
        let is_offered = client.is_none_or(|offered| offered.iter().any(|other| other == name));
        is_offered && listed.is_none_or(|list| list.items.iter().any(|provider| provider.kind == name))
    };
    let is_gen_2 = counterpart.kind == ConfigKind::Outputs;
    let words = PROVIDERS.iter().filter(|(.., name)| has(name));
    Some(words.map(|(own, gen_1, _)| if is_gen_2 { *own } else { *gen_1 }).collect())
}

/// The value says what is expected. In lists neither order nor case counts, nor what is true of every user.
pub(crate) fn agrees(node: Node<'_>, expected: &Value) -> bool {
    let key = |text: &str| Some(text.to_ascii_lowercase()).filter(|text| text != "sub" && text != "username");
    match expected {
        Value::Array(items) => {
            let mut wanted: Vec<String> = items.iter().filter_map(|item| key(item.as_str()?)).collect();
            let mut said: Vec<String> = node.items().filter_map(|item| key(&item.as_str()?)).collect();
            for list in [&mut wanted, &mut said] {
                list.sort();
                list.dedup();
            }
            wanted == said
        }
        Value::String(text) => node.as_str().is_some_and(|said| said == *text),
        other => node.string_value() == other.to_string(),
    }
}

/// Attributes as the kind of file spells them.
fn spelled(counterpart: &Counterpart<'_>, attributes: Vec<String>) -> Value {
    let spell = |name: String| if counterpart.kind == ConfigKind::Outputs { name } else { name.to_ascii_uppercase() };
    attributes.into_iter().map(spell).collect()
}

/// The attributes that OpenID Connect defines and files know. `sub` is left out: every user has it.
const STANDARD: [&str; 17] = [
    "address",
    "birthdate",
    "email",
    "family_name",
    "gender",
    "given_name",
    "locale",
    "middle_name",
    "name",
    "nickname",
    "phone_number",
    "picture",
    "preferred_username",
    "profile",
    "updated_at",
    "website",
    "zoneinfo",
];

/// `amplify import auth` of Gen 1 writes the first of several alone, which is no reason to speak.
fn names_of_users(counterpart: &Counterpart<'_>) -> Option<Vec<String>> {
    let mut all = counterpart.pool.as_ref()?.facts.username_attributes.clone();
    let root = counterpart.document.tree.root();
    let said = USERNAME_ATTRIBUTES[1..].iter().flat_map(|at| follow(root, at)).flat_map(Node::items);
    let said: Vec<String> = said.filter_map(|item| item.as_str().map(|text| text.to_ascii_lowercase())).collect();
    if counterpart.kind != ConfigKind::Outputs && all.first() == said.first() && said.len() == 1 {
        all.truncate(1);
    }
    Some(all)
}

fn required(counterpart: &Counterpart<'_>) -> Option<Vec<String>> {
    let all = &counterpart.pool.as_ref()?.facts.required_attributes;
    Some(all.iter().filter(|name| STANDARD.contains(&name.as_str())).cloned().collect())
}

fn policy<'a>(counterpart: &Counterpart<'a>) -> Option<&'a PasswordPolicy> {
    counterpart.pool.as_ref()?.facts.password_policy.as_ref()
}

fn characters(policy: &PasswordPolicy) -> Value {
    let all = [
        (policy.lowercase, "REQUIRES_LOWERCASE"),
        (policy.uppercase, "REQUIRES_UPPERCASE"),
        (policy.numbers, "REQUIRES_NUMBERS"),
        (policy.symbols, "REQUIRES_SYMBOLS"),
    ];
    all.into_iter().filter(|(is_needed, _)| *is_needed).map(|(_, word)| word).collect()
}

fn mfa(kind: ConfigKind, word: &str) -> Option<&'static str> {
    match (word, kind) {
        ("OFF", ConfigKind::Outputs) => Some("NONE"),
        ("ON", ConfigKind::Outputs) => Some("REQUIRED"),
        ("OFF", _) => Some("OFF"),
        ("ON", _) => Some("ON"),
        ("OPTIONAL", _) => Some("OPTIONAL"),
        _ => None,
    }
}

/// Second factors count only while there are any. E-mail came late: older files have no word for it, though one library
/// takes it. Beside a setting that is right already a list that is missing says nothing.
fn methods(counterpart: &Counterpart<'_>) -> Option<Value> {
    let pool = counterpart.pool.as_ref()?;
    let mfa = pool.facts.mfa.as_deref()?;
    let root = counterpart.document.tree.root();
    let stated = MFA.iter().flat_map(|at| follow(root, at)).next();
    let list = MFA_METHODS.iter().flat_map(|at| follow(root, at)).next();
    let is_right = stated.is_none_or(|stated| self::mfa(counterpart.kind, mfa) == stated.as_str().as_deref());
    if mfa == "OFF" {
        // The Gen 1 tools write methods in any case.
        return (!is_right && counterpart.kind == ConfigKind::Outputs).then(|| Value::Array(Vec::new()));
    }
    if is_right && list.is_none() {
        return None;
    }
    let lists = |word: &str| list.into_iter().flat_map(Node::items).any(|item| item.as_str().as_deref() == Some(word));
    let mut expected = second_factors(counterpart, lists("EMAIL"))?;
    // Text messages may be set up for phone numbers alone: what the pool tells of them does not prove a second factor.
    let facts = pool.facts;
    let texts_anyway =
        facts.verified_attributes.iter().chain(&facts.username_attributes).any(|name| name == "phone_number");
    if let Some(words) = expected.as_array_mut().filter(|_| list.is_some() && texts_anyway && !lists("SMS")) {
        words.retain(|word| word != "SMS");
    }
    Some(expected)
}

/// The second factors that are on, in the words of files; `takes_email` says that the file has a word for e-mail though
/// its version is too old.
pub(crate) fn second_factors(counterpart: &Counterpart<'_>, takes_email: bool) -> Option<Value> {
    let facts = counterpart.inventory.mfa_config(&counterpart.pool.as_ref()?.id).known()?;
    let knows_email = counterpart.kind == ConfigKind::Outputs && has_version(counterpart, "1.4");
    let all = [(facts.sms, "SMS"), (facts.totp, "TOTP"), (facts.email && (knows_email || takes_email), "EMAIL")];
    Some(all.into_iter().filter(|(is_on, _)| *is_on).map(|(_, word)| word).collect())
}

/// The file declares this version or a later one.
pub(crate) fn has_version(counterpart: &Counterpart<'_>, version: &str) -> bool {
    let declared = counterpart.document.tree.root().get("version").and_then(|node| node.as_str());
    declared.is_some_and(|declared| versions::parse(&declared) >= versions::parse(version))
}

/// Whether users may begin to sign in so.
pub(crate) fn allows_first(counterpart: &Counterpart<'_>, factor: &str) -> Option<bool> {
    Some(counterpart.pool.as_ref()?.facts.first_factors.iter().any(|allowed| allowed == factor))
}
