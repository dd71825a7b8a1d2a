use super::*;

#[test]
fn addresses_that_can_be_used() {
    for text in [
        "https://shop.acme.dev/",
        "https://shop.acme.dev",
        "https://localhost:3000/",
        "http://localhost:3000",
        "http://127.0.0.1:8080/callback?a=b,c",
        "http://[::1]:3000/",
        "HTTP://LOCALHOST:3000/",
        "myapp://",
        "myapp://callback/",
        "authtest:/",
        "com.acme.shop:/oauth",
        "com.acme.shop://login",
        "exp://192.168.1.10:19000/--/",
        "exp+shop://expo-development-client",
        "https://10.0.2.2/",
        "https://müller.dev/",
        "capacitor://localhost",
        "ionic://localhost",
    ] {
        assert_eq!(fault_of(text), None, "{text}");
    }
}

#[test]
fn faults_of_addresses_and_what_was_meant() {
    for (text, expected, right) in [
        (" https://shop.acme.dev/", Fault::Blanks, Some("https://shop.acme.dev/")),
        (" shop.acme.dev/cb", Fault::Blanks, Some("https://shop.acme.dev/cb")),
        ("https://shop .acme.dev/", Fault::InnerBlank, Some("https://shop.acme.dev/")),
        ("https://shop.acme.dev/sign in", Fault::InnerBlank, Some("https://shop.acme.dev/sign%20in")),
        ("https:/shop.acme.dev/", Fault::Slashes, Some("https://shop.acme.dev/")),
        ("https:///shop.acme.dev/", Fault::Slashes, Some("https://shop.acme.dev/")),
        ("https//shop.acme.dev/", Fault::Slashes, Some("https://shop.acme.dev/")),
        ("http:localhost:3000", Fault::Slashes, Some("http://localhost:3000")),
        ("https;//shop.acme.dev", Fault::Slashes, Some("https://shop.acme.dev")),
        ("htps://shop.acme.dev", Fault::SchemeSlip, Some("https://shop.acme.dev")),
        ("localhost:3000/", Fault::NoScheme, Some("http://localhost:3000/")),
        ("www.acme.dev", Fault::NoScheme, Some("https://www.acme.dev")),
        ("shop.acme.dev/callback", Fault::NoScheme, Some("https://shop.acme.dev/callback")),
        ("shop.acme.dev:8443/", Fault::NoScheme, Some("https://shop.acme.dev:8443/")),
        ("//shop.acme.dev/", Fault::NoScheme, Some("https://shop.acme.dev/")),
        ("myapp", Fault::NoScheme, Some("myapp://")),
        ("myapp//callback", Fault::NoScheme, Some("myapp://callback")),
        ("https://myapp://callback", Fault::NoAddress, Some("myapp://callback")),
        ("com.acme.shop", Fault::NoScheme, None),
        ("/callback", Fault::NoScheme, None),
        ("mock-sign-in-uri", Fault::NoScheme, None),
        ("://shop", Fault::NoScheme, None),
        ("https://", Fault::NoHost, None),
        ("https://shop.acme.dev/#/cb", Fault::Fragment, Some("https://shop.acme.dev/")),
        ("http://localhost:3000/#", Fault::Fragment, Some("http://localhost:3000/")),
        ("http://shop.acme.dev/#/cb", Fault::Fragment, Some("https://shop.acme.dev/")),
        ("http://shop.acme.dev", Fault::PlainHttp, Some("https://shop.acme.dev")),
        ("https://*.acme.dev/", Fault::Wildcard, None),
        ("https://shop.acme.dev/*", Fault::Wildcard, Some("https://shop.acme.dev/")),
        ("https://shop.acme.dev/\"", Fault::NoAddress, Some("https://shop.acme.dev/")),
        ("<https://shop.acme.dev/>", Fault::NoAddress, Some("https://shop.acme.dev/")),
        ("https://me@shop.acme.dev/", Fault::NoAddress, None),
        ("https://shop.acme.dev:port/", Fault::NoAddress, None),
    ] {
        assert_eq!(fault_of(text), Some(expected), "{text}");
        assert_eq!(mended(text).as_deref(), right, "{text}");
    }
}
