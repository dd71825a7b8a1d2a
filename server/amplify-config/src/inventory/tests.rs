use super::*;

fn pool() -> PoolId {
    PoolId::new("us-east-1_qWeRt6789").expect("it has the form")
}

fn known(name: &str) -> Answer {
    Answer::Known(Facts::UserPool(Arc::new(UserPoolFacts { name: name.to_owned(), ..UserPoolFacts::default() })))
}

/// Answers that came one after the other, and what is known then: name, moment, trouble.
#[test]
fn what_was_known_stays_known_when_a_later_answer_says_nothing() {
    let down = || Answer::Unavailable(Reason::Offline);
    for (answers, expected, at, trouble) in [
        (vec![], Found::Unknown, 0, None),
        (vec![known("a")], Found::Known("a"), 0, None),
        (vec![known("a"), known("b")], Found::Known("b"), 1, None),
        (vec![known("a"), down()], Found::Known("a"), 0, Some(Reason::Offline)),
        (vec![known("a"), down(), known("b")], Found::Known("b"), 2, None),
        (vec![Answer::Absent], Found::Absent, 0, None),
        (vec![Answer::Absent, down()], Found::Absent, 0, Some(Reason::Offline)),
        (vec![Answer::Absent, known("a")], Found::Known("a"), 1, None),
        (vec![known("a"), Answer::Absent], Found::Absent, 1, None),
        (vec![down()], Found::Unknown, 0, None),
        (vec![down(), down()], Found::Unknown, 1, None),
        (vec![down(), known("a")], Found::Known("a"), 1, None),
    ] {
        let mut inventory = Inventory::default();
        let shown = format!("{answers:?}");
        let count = answers.len();
        for (moment, answer) in answers.into_iter().enumerate() {
            inventory.take(Lookup::UserPool(pool()), answer, Moment(moment as u64));
        }
        let found = match inventory.user_pool(&pool()) {
            Found::Known(facts) => Found::Known(facts.name.as_str()),
            Found::Absent => Found::Absent,
            Found::Unknown => Found::Unknown,
        };
        assert_eq!(found, expected, "{shown}");
        let entry = inventory.entry(&Lookup::UserPool(pool()));
        assert_eq!(entry.map(|entry| (entry.at, entry.trouble)), (count > 0).then_some((Moment(at), trouble)));
    }
}

#[test]
fn a_clone_is_a_snapshot() {
    let mut inventory = Inventory::default();
    inventory.take(Lookup::UserPool(pool()), known("a"), Moment(1));
    let before = inventory.clone();
    inventory.take(Lookup::UserPool(pool()), Answer::Absent, Moment(2));
    assert!(before.user_pool(&pool()).known().is_some());
    assert_eq!(inventory.user_pool(&pool()), Found::Absent);
}

#[test]
fn the_oldest_answers_are_forgotten_when_there_are_too_many() {
    let mut inventory = Inventory::default();
    let lookup = |number: usize| Lookup::UserPool(PoolId::new(&format!("us-east-1_n{number}")).expect("an id"));
    for number in 0..MAX_ENTRIES + 10 {
        inventory.take(lookup(number), Answer::Absent, Moment(number as u64));
    }
    assert_eq!(inventory.entries().count(), MAX_ENTRIES);
    assert_eq!(inventory.entry(&lookup(9)), None);
    assert!(inventory.entry(&lookup(10)).is_some());
}

#[test]
fn an_answer_of_another_kind_says_nothing() {
    let mut inventory = Inventory::default();
    inventory.take(Lookup::MfaConfig(pool()), known("a"), Moment(1));
    assert_eq!(inventory.mfa_config(&pool()), Found::Unknown);
}

#[test]
fn a_replica_is_another_question() {
    let region = Region::new("eu-west-1").expect("it is one");
    let mut inventory = Inventory::default();
    inventory.take(Lookup::UserPool(pool().at(&region)), Answer::Absent, Moment(1));
    assert_eq!(inventory.user_pool(&pool()), Found::Unknown);
    assert_eq!(Lookup::UserPool(pool().at(&region)).region(), &region);
}
