//! What an error of the SDK means.
//!
//! One function for all operations, by the code of the error: the most frequent ones are in no operation's own list.
//! Texts are never passed on, for they may hold paths, names, and the output of programs.

use std::error::Error;
use std::fmt;

use amplify_config::{Answer, Reason};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::{ConnectorError, SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_smithy_types::retry::ErrorKind;

/// Why there are no credentials, on its way through the SDK.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NoCredentials(pub(crate) Reason);

impl fmt::Display for NoCredentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.sentence())
    }
}

impl Error for NoCredentials {}

/// A call that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) answer: Answer,
    /// It may be worth to try again in a moment.
    pub(crate) may_pass: bool,
}

impl Failure {
    pub(crate) fn of<E>(error: &SdkError<E, HttpResponse>) -> Failure
    where
        E: Error + ProvideErrorMetadata + 'static,
    {
        let answer = meaning(error);
        let status = error.raw_response().map_or(0, |response| response.status().as_u16());
        let is_known = matches!(answer, Answer::Unavailable(Reason::Throttled | Reason::Offline | Reason::TimedOut));
        // Why there are no credentials was found out with patience of its own.
        let may_pass = find::<NoCredentials>(error).is_none() && (is_known || matches!(status, 500 | 502..=504));
        Failure { answer, may_pass }
    }
}

/// What an error means: AWS said that there is no such thing, or nobody knows.
pub(crate) fn meaning<E, R>(error: &SdkError<E, R>) -> Answer
where
    E: Error + ProvideErrorMetadata + 'static,
    R: fmt::Debug + 'static,
{
    if let Some(NoCredentials(reason)) = find(error) {
        return Answer::Unavailable(*reason);
    }
    match error {
        SdkError::ServiceError(_) => of_code(error.code().unwrap_or("")),
        SdkError::TimeoutError(_) => Answer::Unavailable(Reason::TimedOut),
        SdkError::DispatchFailure(failure) if failure.is_timeout() => Answer::Unavailable(Reason::TimedOut),
        SdkError::DispatchFailure(failure) if failure.is_io() || is_broken(failure.as_other()) => {
            Answer::Unavailable(Reason::Offline)
        }
        SdkError::ConstructionFailure(_) => Answer::Unavailable(Reason::NotUnderstood),
        _ => Answer::Unavailable(Reason::Trouble),
    }
}

/// The connection ended in the middle.
fn is_broken(kind: Option<ErrorKind>) -> bool {
    kind == Some(ErrorKind::TransientError)
}

fn of_code(code: &str) -> Answer {
    Answer::Unavailable(match code {
        "ResourceNotFoundException" => return Answer::Absent,
        "AccessDeniedException" | "AccessDenied" | "NotAuthorizedException" | "UnauthorizedOperation" => Reason::Denied,
        "ExpiredTokenException" | "ExpiredToken" | "RequestExpired" => Reason::Expired,
        "UnrecognizedClientException"
        | "InvalidClientTokenId"
        | "InvalidSignatureException"
        | "SignatureDoesNotMatch"
        | "MissingAuthenticationToken"
        | "MissingAuthenticationTokenException"
        | "IncompleteSignature"
        | "IncompleteSignatureException"
        | "OptInRequired" => Reason::Refused,
        "TooManyRequestsException"
        | "ThrottlingException"
        | "Throttling"
        | "ThrottledException"
        | "RequestLimitExceeded"
        | "RequestThrottled"
        | "SlowDown" => Reason::Throttled,
        "InvalidParameterException"
        | "InvalidParameterValue"
        | "ValidationException"
        | "ValidationError"
        | "InvalidAction"
        | "UnknownOperationException" => Reason::NotUnderstood,
        _ => Reason::Trouble,
    })
}

/// Why credentials could not be had, as the SDK's own sources of them tell. Those that were told by us are found first.
/// `default` is what it means when nothing more is known.
pub(crate) fn of_credentials(error: &(dyn Error + 'static), default: Reason) -> Reason {
    if let Some(NoCredentials(reason)) = find(error) {
        return *reason;
    }
    if let Some(connector) = find::<ConnectorError>(error) {
        if connector.is_timeout() {
            return Reason::TimedOut;
        }
        if connector.is_io() || is_broken(connector.as_other()) {
            return Reason::Offline;
        }
    }
    type AssumeRole = aws_sdk_sts::error::SdkError<aws_sdk_sts::operation::assume_role::AssumeRoleError>;
    match find::<AssumeRole>(error).map(meaning) {
        // The credentials are good, but not for this role: to the user they are not accepted.
        Some(Answer::Unavailable(Reason::Denied)) => Reason::Refused,
        Some(Answer::Unavailable(reason)) => reason,
        Some(_) | None => default,
    }
}

/// The first error of that type in the chain of causes.
fn find<'e, T: Error + 'static>(error: &'e (dyn Error + 'static)) -> Option<&'e T> {
    let mut at = Some(error);
    while let Some(error) = at {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        at = error.source();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_code_means_that_there_is_no_such_thing() {
        let unavailable = |reason| Answer::Unavailable(reason);
        for (code, expected) in [
            ("ResourceNotFoundException", Answer::Absent),
            ("AccessDeniedException", unavailable(Reason::Denied)),
            ("NotAuthorizedException", unavailable(Reason::Denied)),
            ("ExpiredTokenException", unavailable(Reason::Expired)),
            ("UnrecognizedClientException", unavailable(Reason::Refused)),
            ("InvalidSignatureException", unavailable(Reason::Refused)),
            ("TooManyRequestsException", unavailable(Reason::Throttled)),
            ("ThrottlingException", unavailable(Reason::Throttled)),
            ("InvalidParameterException", unavailable(Reason::NotUnderstood)),
            ("InternalErrorException", unavailable(Reason::Trouble)),
            ("NotFound", unavailable(Reason::Trouble)),
            ("UserPoolTaggingException", unavailable(Reason::Trouble)),
            ("", unavailable(Reason::Trouble)),
        ] {
            assert_eq!(of_code(code), expected, "{code}");
        }
    }
}
