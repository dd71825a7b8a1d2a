//! The id that was meant by a text that is none: taken out of what is around it, or respelt.
//!
//! Only a text of exactly the right form is an answer; what has to be guessed is not offered.

use super::forms::{Form, IdKind};
use crate::ids;
use crate::regions::REGIONS;
use crate::spelling::distance;

/// An id that was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Meant {
    pub(super) text: String,
    pub(super) how: How,
}

/// What was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// An ARN stands where the id alone belongs.
    Arn,
    /// An address of which the id is a part.
    Address,
    /// Something else around it.
    Around,
    /// Capitals, separators, hyphens that an editor made beautiful.
    Spelling,
    /// Marks in it that no such id has, a part of it twice.
    Slip,
    /// The beginning is missing: a region that was told by something else, or `da2-`.
    Beginning,
}

impl How {
    /// Nothing else can have been meant.
    pub(super) fn is_certain(self) -> bool {
        !matches!(self, How::Beginning | How::Slip)
    }
}

/// The id of this kind that `text` means; `region` is where it is said to be.
pub(super) fn meant(kind: &IdKind, text: &str, region: Option<&str>) -> Option<Meant> {
    let is_exact = |text: &str| (kind.judge)(text) == Form::Exact;
    let plain = plain(text);
    let found = |text: String, how: How| is_exact(&text).then_some(Meant { text, how });
    if let Some(id) = resource_of_arn(kind.resource, &plain) {
        return found(id, How::Arn);
    }
    if let Some(bucket) = (kind.resource == "bucket").then(|| bucket_of_address(&plain)).flatten() {
        return found(bucket, How::Address);
    }
    let how = if plain.contains('/') { How::Address } else { How::Around };
    let respelt = respelt(kind.resource, &plain).and_then(|text| found(text, How::Spelling));
    respelt
        .or_else(|| (plain != text).then(|| found(plain.clone(), How::Spelling)).flatten())
        .or_else(|| only_part(kind, &plain).map(|text| Meant { text, how }))
        .or_else(|| without_slips(kind.resource, &plain).and_then(|text| found(text, How::Slip)))
        .or_else(|| with_beginning(kind.resource, &plain, region).and_then(|text| found(text, How::Beginning)))
}

/// Without what word processors, shells and browsers do to a text.
fn plain(text: &str) -> String {
    let quotes = ['"', '\'', '`', '“', '”', '‘', '’', '«', '»'];
    let is_dash = |character| matches!(character, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}');
    let text: String = text
        .trim()
        .trim_matches(quotes)
        .chars()
        .map(|character| if is_dash(character) { '-' } else { character })
        .collect();
    text.replace("%3A", ":").replace("%3a", ":").replace("%2F", "/").replace("%2f", "/")
}

/// What an ARN of the right service names.
fn resource_of_arn(resource: &str, text: &str) -> Option<String> {
    let arn = ids::arn(text)?;
    let is_plain = arn.account.is_empty();
    let (service, name) = (&text[arn.service], &text[arn.resource]);
    let behind = |prefix: &str| name.strip_prefix(prefix).map(|rest| rest.split('/').next().unwrap_or(rest).to_owned());
    match (resource, service) {
        ("user-pool", "cognito-idp") => behind("userpool/"),
        ("user-pool-client", "cognito-idp") => name.split_once("/client/").map(|(_, client)| client.to_owned()),
        ("identity-pool", "cognito-identity") => behind("identitypool/"),
        ("bucket", "s3") if is_plain => Some(name.split('/').next().unwrap_or(name).to_owned()),
        ("pinpoint-app", "mobiletargeting") => behind("apps/"),
        ("location-map", "geo") => behind("map/"),
        ("location-place-index", "geo") => behind("place-index/"),
        ("location-geofence-collection", "geo") => behind("geofence-collection/"),
        ("dynamodb-table", "dynamodb") => behind("table/"),
        ("lex-bot", "lex") => name.strip_prefix("bot:").or(name.strip_prefix("bot/")).map(str::to_owned),
        _ => None,
    }
}

/// `s3://BUCKET/…`, `https://BUCKET.s3.REGION.amazonaws.com/…`, `https://s3.REGION.amazonaws.com/BUCKET/…`, `BUCKET/`.
fn bucket_of_address(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let first = |text: &str| text.split(['/', '?', '#']).next().map(str::to_owned);
    if let Some(rest) = lower.strip_prefix("s3://") {
        return first(rest);
    }
    let behind = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let (host, path) = behind.split_once('/').unwrap_or((behind, ""));
    if !host.contains("amazonaws.") {
        return text.contains('/').then(|| first(lower.trim_start_matches('/'))).flatten();
    }
    if let Some(at) = host.find(".s3.").or_else(|| host.find(".s3-")) {
        return Some(host[..at].to_owned());
    }
    host.starts_with("s3").then(|| first(path)).flatten()
}

/// The one part of a text, cut at what ids do not hold, that is an id of this kind.
fn only_part(kind: &IdKind, text: &str) -> Option<String> {
    if matches!(kind.resource, "bucket" | "region") || kind.resource.starts_with("location-") {
        return None;
    }
    let is_inside = |character: char| character.is_ascii_alphanumeric() || "_:-".contains(character);
    let is_id = |part: &&str| super::forms::distinct_kind(part).is_some_and(|found| found.resource == kind.resource);
    let trimmed = text.split(|character: char| !is_inside(character)).map(|part| part.trim_matches([':', '-']));
    let mut parts = trimmed.flat_map(|part| [part, part.rsplit(':').next().unwrap_or(part)]).filter(is_id);
    let first = parts.next()?;
    parts.all(|part| part == first).then(|| first.to_owned())
}

/// The same letters and digits as AWS writes them.
fn respelt(resource: &str, text: &str) -> Option<String> {
    let has_no_small = !text.bytes().any(|byte| byte.is_ascii_lowercase());
    match resource {
        "user-pool" => {
            let (region, rest) = behind_region(text)?;
            Some(format!("{region}_{rest}"))
        }
        "identity-pool" => {
            let (region, rest) = behind_region(text)?;
            Some(format!("{region}:{}", uuid(rest)?))
        }
        "user-pool-client" if has_no_small => Some(text.to_ascii_lowercase()),
        "appsync-api-key" => {
            let lower = text.to_ascii_lowercase();
            let key =
                lower.strip_prefix("da2").map(|rest| format!("da2-{}", rest.trim_start_matches(['-', '_', ':', ' '])));
            // `da-…`, `d2-…`: one letter of the beginning is lost.
            let lost =
                lower.split_once('-').filter(|(start, rest)| rest.len() == 26 && distance(start, "da2", 1).is_some());
            let key = key.or_else(|| lost.map(|(_, rest)| format!("da2-{rest}")));
            key.filter(|key| has_no_small || key[4..] == text[text.len() - (key.len() - 4)..])
        }
        "pinpoint-app" => Some(text.to_ascii_lowercase().replace('-', "")),
        "bucket" => Some(text.to_ascii_lowercase()),
        _ => None,
    }
}

/// The id without marks that none has, or the half of one that is there twice.
fn without_slips(resource: &str, text: &str) -> Option<String> {
    match resource {
        "user-pool-client" => {
            let letters: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
            let (first, second) = text.split_at_checked(text.len() / 2)?;
            Some(if first == second { first.to_owned() } else { letters })
        }
        "bucket" => {
            let lower = text.to_ascii_lowercase();
            let plain: String =
                lower.chars().map(|letter| if letter == '_' || letter == ' ' { '-' } else { letter }).collect();
            let name = plain.replace("..", ".");
            Some(name.trim_matches(['-', '.', ':', ',']).to_owned())
        }
        _ => None,
    }
}

/// The region at the beginning, in any case and with any separators, and what comes behind its separator.
fn behind_region(text: &str) -> Option<(&'static str, &str)> {
    REGIONS.iter().find_map(|&(region, _)| {
        let rest = behind(text, region)?;
        Some((region, rest.trim_start_matches(['_', ':', '-', '/', '.', ' '])))
    })
}

/// What comes behind `word` at the beginning of `text`; case does not count, and between letters neither do separators.
fn behind<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let mut wanted = word.chars().filter(char::is_ascii_alphanumeric).peekable();
    for (at, character) in text.char_indices() {
        match wanted.peek() {
            None => return Some(&text[at..]),
            Some(next) if character.to_ascii_lowercase() == *next => {
                wanted.next();
            }
            Some(_) if at > 0 && "-_. ".contains(character) => {}
            Some(_) => return None,
        }
    }
    None
}

/// A UUID in lower case with its hyphens.
fn uuid(text: &str) -> Option<String> {
    let digits: String = text.to_ascii_lowercase().chars().filter(|character| !"-_{}".contains(*character)).collect();
    let is_uuid = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_uuid.then(|| {
        let part = |from: usize, to: usize| &digits[from..to];
        format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
    })
}

/// The text behind a region that is told elsewhere, whole or in part, and behind what every API key begins with.
fn with_beginning(resource: &str, text: &str, region: Option<&str>) -> Option<String> {
    let rest_behind_part = |region: &str| {
        // A region that lost its number.
        let (name, _) = region.rsplit_once('-')?;
        let rest = behind(text, name)?.trim_start_matches(['_', ':', '-', '/', '.', ' ']);
        Some(rest.to_owned())
    };
    match resource {
        "user-pool" => {
            let region = region?;
            let bare = text.trim_start_matches('_');
            let is_pool = |text: &str| text.len() == 9 && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
            let rest = Some(bare.to_owned()).filter(|bare| is_pool(bare)).or_else(|| rest_behind_part(region));
            rest.map(|rest| format!("{region}_{rest}"))
        }
        "identity-pool" => {
            let region = region?;
            let rest = uuid(text.trim_start_matches(':')).or_else(|| uuid(&rest_behind_part(region)?))?;
            Some(format!("{region}:{rest}"))
        }
        "appsync-api-key" => Some(format!("da2-{}", text.trim_start_matches('-'))),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
