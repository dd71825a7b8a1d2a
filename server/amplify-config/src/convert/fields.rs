//! Where each field stands in the three kinds of file: data.
//!
//! A field of one line here is carried between all kinds that have a place for it. What is not a matter of places (the
//! entries of an API, channels, regions that have to be worked out) stands in the modules beside this one.

use crate::config_kind::ConfigKind;
use crate::convert::form::Form;

/// One field in all kinds. Places are paths of keys from the root, joined by `/`; an empty one means that the kind has
/// no such field.
pub(super) struct Field {
    /// In `amplify_outputs.json`; also its name among the facts. One that begins with `~` has no place there.
    pub(super) outputs: &'static str,
    /// In the shape with `plugins`; what stands before a `:` is short for a plugin, see [`PLUGINS`].
    pub(super) mobile: &'static str,
    /// In the flat shape.
    pub(super) web: &'static str,
    /// How Gen 1 writes what Gen 2 says.
    pub(super) form: Form,
}

/// Short names of the plugins.
const PLUGINS: &[(&str, &str)] = &[
    ("auth", "auth/plugins/awsCognitoAuthPlugin"),
    ("login", "auth/plugins/awsCognitoAuthPlugin/Auth/Default"),
    ("pool", "auth/plugins/awsCognitoAuthPlugin/CognitoUserPool/Default"),
    ("identity", "auth/plugins/awsCognitoAuthPlugin/CredentialsProvider/CognitoIdentity/Default"),
    ("storage", "storage/plugins/awsS3StoragePlugin"),
    ("geo", "geo/plugins/awsLocationGeoPlugin"),
    ("analytics", "analytics/plugins/awsPinpointAnalyticsPlugin"),
];

const fn field(outputs: &'static str, mobile: &'static str, web: &'static str, form: Form) -> Field {
    Field { outputs, mobile, web, form }
}

/// All fields, in the order in which they are written.
pub(super) static FIELDS: &[Field] = &[
    field("version", "", "", Form::Same),
    field("~version", "Version", "", Form::Same),
    field("~project_region", "", "aws_project_region", Form::Same),
    field("auth/user_pool_id", "pool:PoolId", "aws_user_pools_id", Form::Same),
    field("auth/aws_region", "pool:Region", "aws_cognito_region", Form::Same),
    field("auth/user_pool_client_id", "pool:AppClientId", "aws_user_pools_web_client_id", Form::Same),
    field("auth/identity_pool_id", "identity:PoolId", "aws_cognito_identity_pool_id", Form::Same),
    field("~identity_region", "identity:Region", "", Form::Same),
    field("auth/mfa_methods", "login:mfaTypes", "aws_cognito_mfa_types", Form::Same),
    field("auth/standard_required_attributes", "login:signupAttributes", "aws_cognito_signup_attributes", Form::Upper),
    field("auth/username_attributes", "login:usernameAttributes", "aws_cognito_username_attributes", Form::Upper),
    field(
        "auth/user_verification_types",
        "login:verificationMechanisms",
        "aws_cognito_verification_mechanisms",
        Form::Upper,
    ),
    field("auth/mfa_configuration", "login:mfaConfiguration", "aws_cognito_mfa_configuration", Form::Words(MFA)),
    field(
        "auth/password_policy/min_length",
        "login:passwordProtectionSettings/passwordPolicyMinLength",
        "aws_cognito_password_protection_settings/passwordPolicyMinLength",
        Form::Number,
    ),
    password("auth/password_policy/require_numbers", "REQUIRES_NUMBERS"),
    password("auth/password_policy/require_lowercase", "REQUIRES_LOWERCASE"),
    password("auth/password_policy/require_uppercase", "REQUIRES_UPPERCASE"),
    password("auth/password_policy/require_symbols", "REQUIRES_SYMBOLS"),
    field(
        "auth/oauth/identity_providers",
        "login:socialProviders",
        "aws_cognito_social_providers",
        Form::Words(PROVIDERS),
    ),
    field("auth/oauth/redirect_sign_in_uri", "login:OAuth/SignInRedirectURI", "oauth/redirectSignIn", Form::Joined),
    field("auth/oauth/redirect_sign_out_uri", "login:OAuth/SignOutRedirectURI", "oauth/redirectSignOut", Form::Joined),
    field("auth/oauth/response_type", "", "oauth/responseType", Form::Same),
    field("auth/oauth/scopes", "login:OAuth/Scopes", "oauth/scope", Form::Same),
    field("auth/oauth/domain", "login:OAuth/WebDomain", "oauth/domain", Form::Host),
    field("~oauth_client", "login:OAuth/AppClientId", "", Form::Same),
    field("~flow", "login:authenticationFlowType", "", Form::Same),
    field("auth/unauthenticated_identities_enabled", "", "aws_mandatory_sign_in", Form::Words(GUESTS)),
    field("~guests", "", "allowUnauthenticatedIdentities", Form::Same),
    field("auth/groups", "", "", Form::Same),
    field("auth/passwordless", "", "", Form::Same),
    field("data/url", "", "aws_appsync_graphqlEndpoint", Form::Same),
    field("data/aws_region", "", "aws_appsync_region", Form::Same),
    field("data/api_key", "", "aws_appsync_apiKey", Form::Same),
    field("data/default_authorization_type", "", "aws_appsync_authenticationType", Form::Words(MODES)),
    field("data/authorization_types", "", "aws_appsync_additionalAuthenticationTypes", Form::Joined),
    field("data/model_introspection", "", "modelIntrospection", Form::Same),
    field("storage/aws_region", "storage:region", "aws_user_files_s3_bucket_region", Form::Same),
    field("storage/bucket_name", "storage:bucket", "aws_user_files_s3_bucket", Form::Same),
    field("geo/aws_region", "geo:region", "geo/amazon_location_service/region", Form::Same),
    field("geo/maps", "geo:maps", "geo/amazon_location_service/maps", Form::Same),
    field("geo/search_indices", "geo:searchIndices", "geo/amazon_location_service/search_indices", Form::Same),
    field("geo/geofence_collections", "", "geo/amazon_location_service/geofenceCollections", Form::Same),
    field(
        "analytics/amazon_pinpoint/app_id",
        "analytics:pinpointAnalytics/appId",
        "aws_mobile_analytics_app_id",
        Form::Same,
    ),
    field(
        "analytics/amazon_pinpoint/aws_region",
        "analytics:pinpointAnalytics/region",
        "aws_mobile_analytics_app_region",
        Form::Same,
    ),
    field("~targeting_region", "analytics:pinpointTargeting/region", "", Form::Same),
    field("notifications/aws_region", "", "", Form::Same),
    field("notifications/amazon_pinpoint_app_id", "", "", Form::Same),
    field("notifications/channels", "", "", Form::Same),
    field("custom/Predictions", "", "predictions", Form::Same),
    field("custom/Interactions", "", "aws_bots_config", Form::Same),
];

/// The characters a password needs: a flag each in Gen 2, one list in Gen 1.
const fn password(outputs: &'static str, word: &'static str) -> Field {
    field(
        outputs,
        "login:passwordProtectionSettings/passwordPolicyCharacters",
        "aws_cognito_password_protection_settings/passwordPolicyCharacters",
        Form::Flag(word),
    )
}

/// Words of Gen 2 with those of Gen 1; where Gen 1 has several, the first is written.
const MFA: &[(&str, &str)] = &[("NONE", "OFF"), ("OPTIONAL", "OPTIONAL"), ("REQUIRED", "ON")];
const PROVIDERS: &[(&str, &str)] =
    &[("GOOGLE", "GOOGLE"), ("FACEBOOK", "FACEBOOK"), ("LOGIN_WITH_AMAZON", "AMAZON"), ("SIGN_IN_WITH_APPLE", "APPLE")];
const GUESTS: &[(&str, &str)] = &[("false", "enable"), ("true", "disable")];
const MODES: &[(&str, &str)] = &[
    ("AMAZON_COGNITO_USER_POOLS", "AMAZON_COGNITO_USER_POOLS"),
    ("API_KEY", "API_KEY"),
    ("AWS_IAM", "AWS_IAM"),
    ("AWS_LAMBDA", "AWS_LAMBDA"),
    // amplify-js takes it too.
    ("AWS_LAMBDA", "LAMBDA"),
    ("OPENID_CONNECT", "OPENID_CONNECT"),
];

/// Channels of notifications: their words in Gen 2, the plugin, and the key in the flat shape (a further one is read).
pub(super) static CHANNELS: &[(&[&str], &str, &[&str])] = &[
    (&["IN_APP_MESSAGING"], "awsPinpointInAppMessagingNotificationsPlugin", &["InAppMessaging"]),
    (&["APNS", "FCM"], "awsPinpointPushNotificationsPlugin", &["Push"]),
    (&["EMAIL"], "awsPinpointEmailNotificationsPlugin", &["Email", "EMAIL"]),
    (&["SMS"], "awsPinpointSmsNotificationsPlugin", &["SMS"]),
];

impl Field {
    /// The keys from the root to its place; `None` if the kind has none.
    pub(super) fn path(&self, kind: ConfigKind) -> Option<String> {
        let place = match kind {
            ConfigKind::Outputs if self.outputs.starts_with('~') => "",
            ConfigKind::Outputs => self.outputs,
            ConfigKind::Mobile => self.mobile,
            ConfigKind::Web => self.web,
        };
        let whole = match place.split_once(':') {
            Some((short, rest)) => {
                let plugin = PLUGINS.iter().find(|(name, _)| *name == short).map_or(short, |(_, path)| path);
                format!("{plugin}/{rest}")
            }
            None => place.to_owned(),
        };
        (!whole.is_empty()).then_some(whole)
    }

    /// How the kind writes it.
    pub(super) fn form(&self, kind: ConfigKind) -> Form {
        if kind == ConfigKind::Outputs { Form::Same } else { self.form }
    }
}

/// The field of that name.
#[cfg(test)]
pub(super) fn named(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.outputs == name)
}
