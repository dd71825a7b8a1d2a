//! From the body of a message to a call or an answer, mending on the way what real editors get wrong.
//!
//! The protocol crate drops a notification whose parameters miss their type by a hair, and a dropped edit leaves the
//! server with another text than the editor has. So the known hairs are removed here, before the types see them. This
//! file gives no meaning to any method.

use serde_json::{Map, Value, json};
use tower_lsp::jsonrpc::{Error, Id, Request, Response};

use super::lsp_types::Diagnostic;

/// The version of a document whose editor gave none.
pub(crate) const NO_VERSION: i32 = i32::MIN;

/// What a body is.
pub(crate) enum Incoming {
    /// A request or a notification.
    Call(Request),
    /// The answer to a request of ours.
    Answer(Response),
    /// Neither: the error to send back.
    Refused(Response),
}

/// Reads a body. Bytes that are no UTF-8 and escapes of half a surrogate pair become U+FFFD.
pub(crate) fn decode(body: &[u8]) -> Incoming {
    let text = String::from_utf8_lossy(body);
    let parsed = serde_json::from_str(&text).or_else(|error| match mend_surrogates(&text) {
        Some(mended) => serde_json::from_str(&mended),
        None => Err(error),
    });
    match parsed {
        Ok(Value::Object(message)) => read(message),
        Ok(_) => Incoming::Refused(Response::from_error(Id::Null, Error::invalid_request())),
        Err(_) => Incoming::Refused(Response::from_error(Id::Null, Error::parse_error())),
    }
}

fn read(mut message: Map<String, Value>) -> Incoming {
    let id = match message.remove("id").map(read_id) {
        Some(None) => return Incoming::Refused(Response::from_error(Id::Null, Error::invalid_request())),
        Some(id) => id,
        None => None,
    };
    if let Some(Value::String(method)) = message.remove("method") {
        let params = mend(&method, message.remove("params"));
        let mut request = Request::build(method);
        if let Some(params) = params {
            request = request.params(params);
        }
        if let Some(id) = id {
            request = request.id(id);
        }
        return Incoming::Call(request.finish());
    }
    match (id, message.remove("result"), message.remove("error")) {
        (Some(id), _, Some(error)) if !error.is_null() => {
            let error = serde_json::from_value(error).unwrap_or_else(|_| Error::internal_error());
            Incoming::Answer(Response::from_error(id, error))
        }
        (Some(id), Some(result), _) => Incoming::Answer(Response::from_ok(id, result)),
        (id, ..) => Incoming::Refused(Response::from_error(id.unwrap_or_default(), Error::invalid_request())),
    }
}

fn read_id(id: Value) -> Option<Id> {
    match id {
        Value::Null => Some(Id::Null),
        Value::String(id) => Some(Id::String(id)),
        Value::Number(id) => id.as_i64().or_else(|| whole(id.as_f64()?)).map(Id::Number),
        _ => None,
    }
}

/// `number` without its fraction of zero.
fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64)
}

/// The parameters of `method` as its type wants them.
fn mend(method: &str, params: Option<Value>) -> Option<Value> {
    match method {
        "initialize" => Some(mend_initialize(params.unwrap_or_default())),
        "initialized" => Some(json!({})),
        "shutdown" | "exit" | "amplify/accountStatus" | "amplify/profiles" | "amplify/regions" => None,
        "workspace/didChangeConfiguration" => {
            let settings = params.and_then(|mut params| params.get_mut("settings").map(Value::take));
            Some(json!({ "settings": settings.unwrap_or_default() }))
        }
        "textDocument/codeAction" => params.map(mend_code_action),
        "textDocument/didOpen" | "textDocument/didChange" => params.map(mend_document),
        _ => params,
    }
}

/// One odd value anywhere in the capabilities would refuse the whole session. So they go through untyped, in the one
/// member that may hold anything, and `ClientProfile` takes out of them what it understands.
fn mend_initialize(mut params: Value) -> Value {
    let mut take = |name: &str| params.get_mut(name).map(Value::take).unwrap_or_default();
    let process_id = take("processId").as_i64().and_then(|id| i32::try_from(id).ok());
    let folders = match (take("workspaceFolders"), take("rootUri")) {
        (Value::Array(folders), _) => {
            folders.into_iter().filter_map(|mut folder| Some(folder.get_mut("uri")?.take())).collect()
        }
        (_, root) => vec![root],
    };
    let folders: Vec<Value> =
        folders.into_iter().filter(Value::is_string).map(|uri| json!({ "uri": uri, "name": "" })).collect();
    json!({
        "processId": process_id,
        "rootUri": null,
        "workspaceFolders": folders,
        "capabilities": { "experimental": take("capabilities") },
        "initializationOptions": take("initializationOptions"),
    })
}

/// The diagnostics of other servers are theirs to get wrong: those that fit no type are left out.
fn mend_code_action(mut params: Value) -> Value {
    let Some(Value::Object(context)) = params.get_mut("context") else { return params };
    let diagnostics = match context.remove("diagnostics") {
        Some(Value::Array(diagnostics)) => diagnostics,
        _ => Vec::new(),
    };
    let fitting = diagnostics.into_iter().filter(|item| serde_json::from_value::<Diagnostic>(item.clone()).is_ok());
    context.insert("diagnostics".into(), fitting.collect());
    params
}

fn mend_document(mut params: Value) -> Value {
    if let Some(Value::Object(document)) = params.get_mut("textDocument") {
        let version = document.get("version").and_then(Value::as_f64).filter(|version| version.abs() < 2e9);
        document.insert("version".into(), version.map_or(NO_VERSION, |version| version as i32).into());
        document.entry("languageId").or_insert_with(|| "json".into());
    }
    // A range whose numbers do not fit is not seen as a range at all, and its change as one of the whole text.
    let changes = params.get_mut("contentChanges").and_then(Value::as_array_mut).into_iter().flatten();
    for range in changes.filter_map(|change| change.get_mut("range")) {
        for edge in ["start", "end"] {
            for number in ["line", "character"] {
                let Some(value) = range.get_mut(edge).and_then(|edge| edge.get_mut(number)) else { continue };
                if let Some(number) = value.as_f64() {
                    // The conversion itself holds the number within the type.
                    *value = (number as u32).into();
                }
            }
        }
    }
    params
}

/// `text` with `\ufffd` for every escape of half a surrogate pair that stands alone; `None` if there is none.
fn mend_surrogates(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let unit = |at: usize| -> Option<u16> {
        let escape = bytes.get(at..at + 6)?;
        let digits = escape.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let (mut mended, mut copied, mut at) = (String::new(), 0, 0);
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            at += 1;
            continue;
        }
        match unit(at) {
            Some(0xd800..=0xdbff) if matches!(unit(at + 6), Some(0xdc00..=0xdfff)) => at += 12,
            Some(0xd800..=0xdfff) => {
                mended.push_str(&text[copied..at]);
                mended.push_str("\\ufffd");
                at += 6;
                copied = at;
            }
            _ => at += 2,
        }
    }
    if copied == 0 {
        return None;
    }
    mended.push_str(&text[copied..]);
    Some(mended)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mends_only_surrogates_that_stand_alone() {
        for (text, expected) in [
            (r#""plain""#, None),
            (r#""\ud83d\ude00""#, None),
            (r#""\ud83d""#, Some(r#""\ufffd""#)),
            (r#""\ude00\ud83d""#, Some(r#""\ufffd\ufffd""#)),
            (r#""a\ud83dx\uD83D\uDE00""#, Some(r#""a\ufffdx\uD83D\uDE00""#)),
            (r#""\\ud83d""#, None),
            (r#""\\\ud83d""#, Some(r#""\\\ufffd""#)),
            (r#""ä\ud83d é""#, Some(r#""ä\ufffd é""#)),
            (r#""\ud8"#, None),
            (r#""\"#, None),
        ] {
            assert_eq!(mend_surrogates(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn holds_the_numbers_of_a_range_within_their_type() {
        let range = json!({ "start": { "line": -1, "character": 2.0 }, "end": { "line": 1e300, "character": 7 } });
        let mended = mend_document(json!({ "textDocument": {}, "contentChanges": [{ "range": range }] }));
        assert_eq!(
            mended["contentChanges"][0]["range"],
            json!({ "start": { "line": 0, "character": 2 }, "end": { "line": u32::MAX, "character": 7 } })
        );
        assert_eq!(mended["textDocument"]["version"], json!(NO_VERSION));
    }

    #[test]
    fn tells_calls_answers_and_everything_else_apart() {
        let kind = |body: &str| match decode(body.as_bytes()) {
            Incoming::Call(request) => format!("call {} {:?}", request.method(), request.id()),
            Incoming::Answer(response) => format!("answer {}", response.id()),
            Incoming::Refused(response) => {
                format!("refused {}", response.error().expect("a refusal is an error").code.code())
            }
        };
        for (body, expected) in [
            (r#"{"method":"a"}"#, "call a None"),
            (r#"{"method":"a","id":1.0}"#, "call a Some(Number(1))"),
            (r#"{"method":"a","id":"x"}"#, "call a Some(String(\"x\"))"),
            (r#"{"id":7,"result":null}"#, "answer 7"),
            (r#"{"id":7,"error":{"code":1,"message":"m"}}"#, "answer 7"),
            (r#"{"id":7,"error":{}}"#, "answer 7"),
            (r#"{"id":7}"#, "refused -32600"),
            (r#"{"method":"a","id":{}}"#, "refused -32600"),
            (r#"{"method":5,"id":1}"#, "refused -32600"),
            ("[]", "refused -32600"),
            ("no JSON", "refused -32700"),
            ("", "refused -32700"),
        ] {
            assert_eq!(kind(body), expected, "{body}");
        }
    }
}
