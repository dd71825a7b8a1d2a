//! What another place of the file says of the same resource.
//!
//! Files name an app client, a Pinpoint project or a bucket more than once. Where one of the places is empty the others
//! tell what belongs there. Nothing is taken from a place that holds a placeholder, or from places that disagree.

use amplify_json::schema::SubschemaId;
use amplify_json::{Kind, Node};

use crate::config_kind::ConfigKind;
use crate::document::Document;
use crate::placeholders::is_placeholder;
use crate::regions::is_region;

/// More nodes than this are not looked at: a description of models may have any number.
const MANY: usize = 4000;

/// Resources of which a file has one, although it names it at several places.
const ONE_EACH: [&str; 2] = ["user-pool-client", "pinpoint-app"];

/// The id that all other places agree on which name what the field names.
pub(crate) fn id_of_twin(document: &Document, id: SubschemaId) -> Option<String> {
    let knowledge = document.knowledge()?;
    let resource = knowledge.keywords(id).resource.as_deref()?;
    // Lists of buckets are those of Gen 2 only.
    let is_one = ONE_EACH.contains(&resource) || resource == "bucket" && document.kind() == Some(ConfigKind::Mobile);
    let named = document.values().filter(|(_, id)| knowledge.keywords(*id).resource.as_deref() == Some(resource));
    let mut texts = named.filter(|_| is_one).filter_map(|(node, _)| sound_text(node));
    let first = texts.next()?;
    texts.all(|text| text == first).then_some(first)
}

/// The region that stands beside the same id in another object.
pub(crate) fn region_of_twin(object: Node<'_>) -> Option<String> {
    let ids: Vec<String> = object.members().filter_map(|member| sound_text(member.value()?)).collect();
    let is_id = |node: &Node<'_>| {
        let long = sound_text(*node).filter(|text| text.len() >= 20);
        node.container() != Some(object) && long.is_some_and(|text| ids.contains(&text))
    };
    let strings = object.tree().nodes().take(MANY).filter(|node| node.kind() == Kind::String);
    let mut regions = strings.filter(is_id).filter_map(|node| {
        let neighbours = node.container()?.members().filter(|member| member.name().to_lowercase().ends_with("region"));
        neighbours.filter_map(|member| sound_text(member.value()?)).find(|text| is_region(text))
    });
    let first = regions.next()?;
    regions.all(|region| region == first).then_some(first)
}

fn sound_text(node: Node<'_>) -> Option<String> {
    let text = node.as_str().filter(|text| !text.trim().is_empty() && !is_placeholder(text))?;
    (!node.is_damaged()).then(|| text.into_owned())
}
