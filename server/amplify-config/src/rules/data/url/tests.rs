use super::*;

#[test]
fn addresses_of_graphql_apis_are_judged() {
    const ID: &str = "abcdefghijklmnopqrstuvwxy7";
    let own = format!("https://{ID}.appsync-api.us-east-1.amazonaws.com/graphql");
    for (text, fault, right) in [
        ("{own}/graphql", None, None),
        ("https://{id}.appsync-api.cn-north-1.amazonaws.com.cn/graphql", None, None),
        ("https://api.shop.dev/graphql", None, None),
        ("https://api.shop.dev/v1", None, None),
        ("https://api.shop.dev/graphql/", Some(Fault::Path), Some("https://api.shop.dev/graphql")),
        ("https://q1w2e3r4t5.execute-api.us-east-1.amazonaws.com/prod/graphql", None, None),
        ("https://q1w2e3r4t5.execute-api.us-east-1.amazonaws.com/prod", Some(Fault::Gateway), None),
        ("https://{id}.execute-api.us-east-1.amazonaws.com/graphql", Some(Fault::HostLabel), Some("{own}/graphql")),
        ("https://{id}.appsync-api,us-east-1.amazonaws.com/graphql", Some(Fault::NoAddress), Some("{own}/graphql")),
        ("https://api,shop.dev/graphql", Some(Fault::NoAddress), None),
        ("https://q1w2e3r4t5.lambda-url.us-east-1.on.aws/", Some(Fault::OtherService), None),
        ("https://shop.auth.us-east-1.amazoncognito.com", Some(Fault::OtherService), None),
        ("http://192.168.1.20:20002/graphql", None, None),
        ("http://localhost:20002/graphql", None, None),
        ("http://api.shop.dev/graphql", Some(Fault::Plain), Some("https://api.shop.dev/graphql")),
        ("http://{host}/graphql", Some(Fault::PlainOfAws), Some("{own}/graphql")),
        ("{host}/graphql", Some(Fault::Scheme), Some("{own}/graphql")),
        ("https:/{host}/graphql", Some(Fault::Scheme), Some("{own}/graphql")),
        ("https:///{host}/graphql", Some(Fault::Scheme), Some("{own}/graphql")),
        ("https//{host}/graphql", Some(Fault::Scheme), Some("{own}/graphql")),
        ("htps://{host}/graphql", Some(Fault::Scheme), Some("{own}/graphql")),
        ("://{host}/graphql", Some(Fault::NoAddress), None),
        ("HTTPS://{host}/graphql", None, None),
        ("wss://{host}/graphql", Some(Fault::Socket), Some("{own}/graphql")),
        ("wss://{id}.appsync-realtime-api.us-east-1.amazonaws.com/graphql", Some(Fault::Socket), Some("{own}/graphql")),
        (
            "https://{id}.appsync-realtime-api.us-east-1.amazonaws.com/graphql",
            Some(Fault::RealtimeHost),
            Some("{own}/graphql"),
        ),
        ("https://{id}.appsync-ap.us-east-1.amazonaws.com/graphql", Some(Fault::HostLabel), Some("{own}/graphql")),
        ("https://{id}.appsync.us-east-1.amazonaws.com/graphql", Some(Fault::HostLabel), Some("{own}/graphql")),
        ("https://{id}.appsync-api.us-east-1.amazonws.com/graphql", Some(Fault::HostLabel), Some("{own}/graphql")),
        ("https://{id}.appsync-api.us-east-1.amazonaws.co/graphql", Some(Fault::HostLabel), Some("{own}/graphql")),
        ("https://{id}.appsync-api.us-east-1/graphql", Some(Fault::HostLabel), Some("{own}/graphql")),
        ("https://{id}.appsync-api.us-east-1.amazonaws.com.cn/graphql", Some(Fault::HostLabel), Some("{own}/graphql")),
        ("https://{id}.appsync-api.us-east-1.shop.dev/graphql", None, None),
        ("{own}", Some(Fault::Path), Some("{own}/graphql")),
        ("{own}/", Some(Fault::Path), Some("{own}/graphql")),
        ("{own}/graphql/", Some(Fault::Path), Some("{own}/graphql")),
        ("{own}/graphq", Some(Fault::Path), Some("{own}/graphql")),
        ("{own}/event", Some(Fault::Events), None),
        ("{own}/event/realtime", Some(Fault::Events), None),
        ("https://k7mab3wt5q0z9x8c6v4b2n1m7.appsync-api.us-east-1.amazonaws.com/graphql", None, None),
        ("https://abc123.appsync-api.us-east-1.amazonaws.com/graphql", None, None),
        ("https://https://{host}/graphql", Some(Fault::NoAddress), Some("{own}/graphql")),
        ("mock-data-url", Some(Fault::NoAddress), None),
        ("ftp://api.shop.dev/graphql", Some(Fault::NoAddress), None),
        ("https:// {host}/graphql", Some(Fault::Blank), Some("{own}/graphql")),
        ("https://{host}/ graphql", Some(Fault::Blank), Some("{own}/graphql")),
        ("your api url", None, None),
        ("https://api_shop!.dev/graphql", Some(Fault::NoAddress), None),
        ("<your-endpoint>", None, None),
        ("", None, None),
    ] {
        let host = own.strip_prefix("https://").and_then(|own| own.strip_suffix("/graphql")).unwrap();
        let fill = |text: &str| {
            let text = text.replace("{own}", &format!("https://{host}")).replace("{host}", host);
            text.replace("{id}", ID)
        };
        let text = fill(text);
        let found = graphql(&text);
        assert_eq!(found.as_ref().map(|found| found.fault), fault, "{text}");
        let found_right = found.and_then(|found| found.right);
        assert_eq!(found_right, right.map(fill), "{text}");
        if let Some(right) = found_right {
            assert_eq!(graphql(&right), None, "{right}");
        }
    }
}

#[test]
fn addresses_of_event_apis_are_judged() {
    const HOST: &str = "abcdefghijklmnopqrstuvwxy7.appsync-api.us-east-1.amazonaws.com";
    for (text, fault, is_mended) in [
        ("https://{host}/event", None, false),
        ("https://{host}", Some(Fault::Path), true),
        ("https://{host}/event/", Some(Fault::Path), true),
        ("https://{host}/graphql", Some(Fault::Path), true),
        ("http://{host}/event", Some(Fault::PlainOfAws), true),
        ("wss://{host}/event/realtime", Some(Fault::Socket), true),
        ("https://events.shop.dev/event", None, false),
        ("https://q1w2e3r4t5.execute-api.us-east-1.amazonaws.com/prod", Some(Fault::Gateway), false),
    ] {
        let found = events(&text.replace("{host}", HOST));
        assert_eq!(found.as_ref().map(|found| found.fault), fault, "{text}");
        let right = found.and_then(|found| found.right);
        assert_eq!(right, is_mended.then(|| format!("https://{HOST}/event")), "{text}");
    }
}

#[test]
fn addresses_that_must_be_of_api_gateway_are_judged() {
    for (text, fault) in [
        ("https://q1w2e3r4t5.execute-api.us-east-1.amazonaws.com", None),
        ("https://q1w2e3r4t5.execute-api.us-east-1.amazonaws.com/prod", None),
        ("http://q1w2e3r4t5.execute-api.us-east-1.amazonaws.com", Some(Fault::PlainOfAws)),
        ("q1w2e3r4t5.execute-api.us-east-1.amazonaws.com", Some(Fault::Scheme)),
        ("https://q1w2e3r4t5.execute-api.us-east-1.amazonaws.com/", Some(Fault::Slash)),
        ("https://devices.shop.dev", Some(Fault::NoGateway)),
        ("http://devices.shop.dev", Some(Fault::NoGateway)),
        ("https://abcdefghijklmnopqrstuvwxy7.appsync-api.us-east-1.amazonaws.com/graphql", Some(Fault::NoGateway)),
        ("<your-endpoint>", None),
    ] {
        assert_eq!(gateway(text).map(|found| found.fault), fault, "{text}");
    }
}

#[test]
fn addresses_of_rest_apis_are_judged() {
    for (text, fault, right) in [
        ("https://q1w2e3r4t5.execute-api.us-east-1.amazonaws.com/dev", None, None),
        // An HTTP API answers without a stage.
        ("https://q1w2e3r4t5.execute-api.us-east-1.amazonaws.com", None, None),
        ("https://api.shop.dev", None, None),
        ("http://10.0.2.2:8080/dev", None, None),
        (
            "https://q1w2e3r4t5.execute-api.us-east-1.amazonaws.com/dev/",
            Some(Fault::Slash),
            Some("https://q1w2e3r4t5.execute-api.us-east-1.amazonaws.com/dev"),
        ),
        (
            "https://q1w2e3r4t5.execute-api.us-east-1.amazonaws.cm/dev",
            Some(Fault::HostLabel),
            Some("https://q1w2e3r4t5.execute-api.us-east-1.amazonaws.com/dev"),
        ),
        ("https:/api.shop.dev", Some(Fault::Scheme), Some("https://api.shop.dev")),
        ("api.shop.dev/dev/", Some(Fault::Scheme), Some("https://api.shop.dev/dev")),
        ("http://api.shop.dev", Some(Fault::Plain), Some("https://api.shop.dev")),
        ("https://abcdefghijklmnopqrstuvwxy7.appsync-api.us-east-1.amazonaws.com/graphql", Some(Fault::GraphQl), None),
        ("rest/endpoint", Some(Fault::NoAddress), None),
    ] {
        let found = rest(text);
        assert_eq!(found.as_ref().map(|found| found.fault), fault, "{text}");
        assert_eq!(found.and_then(|found| found.right).as_deref(), right, "{text}");
    }
}
