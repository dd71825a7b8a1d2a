//! White space and invisible characters around a value, and inside an id.

use super::forms::{self, Form};
use super::{Finding, Scene, Slot};
use crate::diagnostic::{Diagnostic, Fix};

/// White space, or nothing that can be seen.
pub(in crate::rules) fn is_blank(character: char) -> bool {
    character.is_whitespace() || character.is_control() || is_invisible(character)
}

/// Characters without a shape: joiners, marks of direction, soft hyphens, the byte order mark.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

pub(super) fn check(scene: &Scene<'_>) -> Vec<Finding> {
    scene.open().filter_map(|slot| Some(Finding::of(slot, diagnostic(scene, slot)?))).collect()
}

fn diagnostic(scene: &Scene<'_>, slot: &Slot<'_>) -> Option<Diagnostic> {
    let text = slot.text.as_ref();
    let trimmed = text.trim_matches(is_blank);
    let is_id = forms::kind(slot.resource()).is_some_and(|kind| kind.is_distinct);
    let clean: String = match () {
        // A region has its own ways to be written with blanks.
        () if is_id && !slot.is_region() && is_mended_by(slot, |character| !is_blank(character)) => {
            trimmed.chars().filter(|character| !is_blank(*character)).collect()
        }
        () if is_id || slot.resource().is_some() => {
            trimmed.chars().filter(|character| !is_invisible(*character)).collect()
        }
        () => trimmed.to_owned(),
    };
    if clean == text {
        return None;
    }
    let is_around = trimmed.len() < text.len();
    let stray = text.chars().find(|&character| is_blank(character) && (!is_around || character != ' '));
    let stray = stray.or_else(|| text.chars().find(|&character| is_blank(character)))?;
    let place = match (text.starts_with(is_blank), text.ends_with(is_blank)) {
        (true, true) => "at both ends",
        (true, false) => "at the beginning",
        (false, true) => "at the end",
        (false, false) => "inside",
    };
    let message = format!("{} has {} {place}, and no library takes it away", slot.place_first(), name(stray));
    let title = format!("Remove {}", if is_invisible(stray) { "what cannot be seen" } else { "the white space" });
    let fix = Fix::safe(title, vec![slot.replace(&clean)]);
    Some(Diagnostic::new("stray-white-space", scene.severity(slot), slot.node.range(), message).with_fix(fix))
}

/// Only without such characters is the text an id of its kind.
fn is_mended_by(slot: &Slot<'_>, keep: fn(char) -> bool) -> bool {
    let clean: String = slot.text.chars().filter(|&character| keep(character)).collect();
    forms::kind(slot.resource()).is_some_and(|kind| (kind.judge)(&clean) == Form::Exact) && clean != slot.text
}

fn name(character: char) -> String {
    match character {
        ' ' => "a blank".to_owned(),
        '\t' => "a tab".to_owned(),
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => "a line break".to_owned(),
        '\u{a0}' | '\u{202f}' => format!("a no-break space (U+{:04X})", u32::from(character)),
        _ if is_invisible(character) => format!("an invisible character (U+{:04X})", u32::from(character)),
        _ if character.is_whitespace() => format!("white space (U+{:04X})", u32::from(character)),
        _ => format!("a control character (U+{:04X})", u32::from(character)),
    }
}
