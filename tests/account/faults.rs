//! What goes wrong on the way, and what is made of it: never that something is not there.

use std::time::{Duration, Instant};

use amplify_account::{AccountSettings, Limits};
use amplify_cognito::Cognito;
use amplify_config::{Answer, Facts, Lookup, Reason};

use crate::stub::{Reply, Stub};
use crate::{ask, facts, identity_pool, pool, region, settings};

const POOL: &str = r#"{"UserPool": {"Id": "us-east-1_qWeRt6789", "Name": "shop"}}"#;

fn user_pool() -> Lookup {
    Lookup::UserPool(pool("us-east-1_qWeRt6789"))
}

/// Settings with little patience, so that nobody waits for a test.
fn hasty(endpoint: &str) -> AccountSettings {
    let settings = settings(endpoint);
    let limits = Limits { patience: Duration::from_millis(3_000), ..settings.limits };
    AccountSettings { limits, ..settings }
}

/// What a server that always behaves so is taken for, and how often it is asked.
async fn check(reply: Reply, expected: Answer, attempts: usize) {
    let shown = format!("{reply:?}");
    let stub = Stub::start(move |_, _| reply.clone());
    let answer = ask(&Cognito::new(settings(&stub.endpoint)), user_pool()).await;
    assert_eq!(answer, expected, "{shown}");
    assert_eq!(stub.calls().len(), attempts, "{shown}");
}

fn unavailable(reason: Reason) -> Answer {
    Answer::Unavailable(reason)
}

#[tokio::test]
async fn errors_of_aws_mean_what_their_code_says() {
    for (status, code, expected, attempts) in [
        (400, "ResourceNotFoundException", Answer::Absent, 1),
        (400, "AccessDeniedException", unavailable(Reason::Denied), 1),
        (400, "NotAuthorizedException", unavailable(Reason::Denied), 1),
        (400, "ExpiredTokenException", unavailable(Reason::Expired), 1),
        (400, "UnrecognizedClientException", unavailable(Reason::Refused), 1),
        (400, "InvalidSignatureException", unavailable(Reason::Refused), 1),
        (400, "InvalidParameterException", unavailable(Reason::NotUnderstood), 1),
        (400, "TooManyRequestsException", unavailable(Reason::Throttled), 3),
        (400, "ThrottlingException", unavailable(Reason::Throttled), 3),
        (500, "InternalErrorException", unavailable(Reason::Trouble), 3),
        (400, "SomethingNewException", unavailable(Reason::Trouble), 1),
        // With the namespace that some services write.
        (400, "com.amazonaws.cognito#ResourceNotFoundException", Answer::Absent, 1),
    ] {
        check(Reply::error(status, code), expected, attempts).await;
    }
}

#[tokio::test]
async fn what_is_no_answer_of_aws_is_trouble() {
    for (reply, attempts) in [
        // A network that wants its page to be seen first.
        (Reply::html(200), 1),
        (Reply::html(403), 1),
        (Reply::html(404), 1),
        (Reply::html(503), 3),
        (Reply::Whole(302, "text/html", String::new()), 1),
        (Reply::json("{}"), 1),
        (Reply::json("{\"UserPool\": {}}"), 1),
        (Reply::json("{\"UserPool\": {\"Id\": "), 1),
        (Reply::json("[1, 2]"), 1),
        (Reply::json(""), 1),
    ] {
        check(reply, unavailable(Reason::Trouble), attempts).await;
    }
}

#[tokio::test]
async fn a_network_that_breaks_is_offline() {
    check(Reply::Close, unavailable(Reason::Offline), 3).await;
    let half = Stub::start(|_, _| Reply::Half("{\"UserPool\": {\"Id\"".into()));
    let answer = ask(&Cognito::new(settings(&half.endpoint)), user_pool()).await;
    assert!(matches!(answer, Answer::Unavailable(Reason::Offline | Reason::Trouble)), "{answer:?}");
    // Nobody listens there: the stub is told to close its port by nothing, so one is taken and given back.
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let nowhere = format!("http://{}", port.expect("this machine has ports"));
    let began = Instant::now();
    let answer = ask(&Cognito::new(hasty(&nowhere)), user_pool()).await;
    assert_eq!(answer, unavailable(Reason::Offline));
    assert!(began.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn what_succeeds_in_the_end_has_succeeded() {
    for first in [Reply::error(400, "TooManyRequestsException"), Reply::html(503), Reply::Close] {
        let stub = Stub::start(move |_, count| if count < 2 { first.clone() } else { Reply::json(POOL) });
        let Facts::UserPool(found) = facts(ask(&Cognito::new(settings(&stub.endpoint)), user_pool()).await) else {
            panic!()
        };
        assert_eq!(found.name, "shop");
    }
}

#[tokio::test]
async fn a_server_that_hangs_is_given_up() {
    let hang = Reply::Wait(Duration::from_secs(600), Box::new(Reply::Close));
    let stub = Stub::start(move |_, _| hang.clone());
    let cognito = Cognito::new(hasty(&stub.endpoint));
    let began = Instant::now();
    // All together, for each waits for its own.
    let (pool, list, account) = tokio::join!(
        ask(&cognito, user_pool()),
        ask(&cognito, Lookup::UserPools(region("us-east-1"))),
        ask(&cognito, Lookup::Account(region("us-east-1"))),
    );
    assert_eq!([pool, list, account], [Reason::TimedOut; 3].map(Answer::Unavailable));
    assert!(began.elapsed() < Duration::from_millis(4_500), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_server_that_is_slow_is_waited_for() {
    let slow = || Reply::Wait(Duration::from_millis(400), Box::new(Reply::json(POOL)));
    let stub = Stub::start(move |_, _| slow());
    assert!(matches!(ask(&Cognito::new(hasty(&stub.endpoint)), user_pool()).await, Answer::Known(_)));
}

#[tokio::test]
async fn a_list_that_breaks_off_is_not_taken_for_whole() {
    let page = r#"{"UserPools": [{"Id": "us-east-1_qWeRt6789", "Name": "a"}], "NextToken": "2"}"#;
    for (then, expected) in [
        (Reply::error(400, "AccessDeniedException"), Reason::Denied),
        (Reply::html(200), Reason::Trouble),
        (Reply::Close, Reason::Offline),
        // The same page again and again.
        (Reply::json(page), Reason::Trouble),
    ] {
        let stub = Stub::start(move |_, count| if count == 0 { Reply::json(page) } else { then.clone() });
        let cognito = Cognito::new(settings(&stub.endpoint));
        let answer = ask(&cognito, Lookup::UserPools(region("us-east-1"))).await;
        assert_eq!(answer, unavailable(expected));
    }
}

#[tokio::test]
async fn half_answers_are_no_facts() {
    let stub = Stub::start(|_, _| Reply::json("{}"));
    let cognito = Cognito::new(settings(&stub.endpoint));
    let shop = pool("us-east-1_qWeRt6789");
    let identities = identity_pool("us-east-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d");
    for lookup in [
        Lookup::UserPool(shop.clone()),
        Lookup::MfaConfig(shop.clone()),
        Lookup::Client(shop, crate::client("7k8l9m0n1o2p3q4r5s6t7u8v9a")),
        Lookup::IdentityPool(identities.clone()),
        Lookup::IdentityPoolRoles(identities),
        Lookup::Account(region("us-east-1")),
    ] {
        let answer = ask(&cognito, lookup.clone()).await;
        assert_eq!(answer, unavailable(Reason::Trouble), "{lookup:?}");
    }
}

#[tokio::test]
async fn a_long_list_keeps_nobody_waiting() {
    // Every page has a next one.
    let stub = Stub::start(|operation, count| match operation {
        "ListUserPoolClients" => Reply::json(&format!(r#"{{"UserPoolClients": [], "NextToken": "{count}"}}"#)),
        "DescribeUserPool" => Reply::json(POOL),
        _ => Reply::error(400, "ResourceNotFoundException"),
    });
    // As fast as AWS is asked.
    let cognito = Cognito::new(AccountSettings { limits: Limits::default(), ..settings(&stub.endpoint) });
    let shop = pool("us-east-1_qWeRt6789");
    let identities = identity_pool("us-east-1:0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d");
    let check = async {
        // The list goes on, at its pace.
        while stub.calls().len() < 3 {
            tokio::task::yield_now().await;
        }
        let began = Instant::now();
        let (found, ..) = tokio::join!(
            ask(&cognito, user_pool()),
            ask(&cognito, Lookup::MfaConfig(shop.clone())),
            ask(&cognito, Lookup::Client(shop.clone(), crate::client("7k8l9m0n1o2p3q4r5s6t7u8v9a"))),
            ask(&cognito, Lookup::Groups(shop.clone())),
            ask(&cognito, Lookup::IdentityProviders(shop.clone())),
            ask(&cognito, Lookup::IdentityPool(identities.clone())),
            ask(&cognito, Lookup::IdentityPoolRoles(identities)),
        );
        assert!(matches!(found, Answer::Known(_)), "{found:?}");
        began.elapsed()
    };
    let took = tokio::select! {
        took = check => took,
        list = ask(&cognito, Lookup::Clients(shop.clone())) => panic!("the list has no end: {list:?}"),
    };
    // At the pace of the list it would be some seconds.
    assert!(took < Duration::from_millis(700), "{took:?}");
}
