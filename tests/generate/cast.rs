//! Who takes part: endpoints with their pages, and customers with names in several scripts.

use triptych_core::endpoint::{Channel, EndpointKey};

use crate::random::Random;

/// Customers for each page.
const CUSTOMERS: u64 = 400;

const FIRST: &[&str] = &[
    "Élodie", "Jonas", "Aiko", "Mohammed", "Zoë", "Łukasz", "Ngọc", "Olena", "Søren", "Priya", "Thandiwe", "Mateus",
    "Ana", "Grace", "Yusuf", "Íris", "Chloe", "Dimitra", "Ravi", "Inés",
];
const LAST: &[&str] = &[
    "Martin",
    "Weber",
    "Tanaka",
    "Haddad",
    "Nguyễn",
    "Kowalska",
    "Østergaard",
    "Iyer",
    "Nkosi",
    "da Silva",
    "O’Neill",
    "Yılmaz",
    "Þórsdóttir",
    "Papadopoulou",
    "Fernández",
];
/// Whole names that are not written in Latin letters.
const OTHER_SCRIPTS: &[&str] = &[
    "田中 愛子",
    "王小明",
    "김민준",
    "محمد حدّاد",
    "נועה כהן",
    "Олена Коваленко",
    "Δήμητρα Παπαδοπούλου",
    "प्रिया अय्यर",
    "สมชาย ใจดี",
    "אבי O’Neill 🌿",
];

/// Channel, workspace, credentials, the user's name for the endpoint, the page's id.
const ENDPOINTS: &[(Channel, &str, &str, Option<&str>, &str)] = &[
    (Channel::Facebook, "maison-lumen", "page-eu", Some("Maison Lumen"), "104882310947213"),
    (Channel::Instagram, "maison-lumen", "insta-eu", Some("Maison Lumen on Instagram"), "17841400008460056"),
    (Channel::Facebook, "nordwind", "support", Some("Nordwind support"), "229031774510986"),
    (Channel::Instagram, "nordwind", "shop", None, "17841403315520187"),
    (Channel::Facebook, "kissaten", "tokyo", Some("喫茶店"), "318840275910044"),
    (Channel::Facebook, "local", "local", None, "400118837261905"),
];

#[derive(Debug)]
pub(crate) struct Customer {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Whether the user entered the name: then it stands in lists.
    pub(crate) is_known: bool,
}

#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) endpoint: EndpointKey,
    pub(crate) title: Option<&'static str>,
    pub(crate) id: &'static str,
    pub(crate) customers: Vec<Customer>,
}

impl Page {
    pub(crate) fn is_instagram(&self) -> bool {
        self.endpoint.channel == Channel::Instagram
    }

    /// Some write a hundred times as often as others.
    pub(crate) fn customer(&self, random: &mut Random) -> &Customer {
        let share = random.share();
        &self.customers[(share * share * self.customers.len() as f64) as usize]
    }
}

/// Everybody, the same for the same numbers.
pub(crate) fn pages(random: &mut Random) -> Vec<Page> {
    let page = |&(channel, workspace, credentials, title, id): &(Channel, &str, &str, Option<&'static str>, _)| Page {
        endpoint: EndpointKey { channel, workspace_id: workspace.into(), credentials_id: credentials.into() },
        title,
        id,
        customers: (0..CUSTOMERS).map(|_| customer(channel, random)).collect(),
    };
    ENDPOINTS.iter().map(page).collect()
}

fn customer(channel: Channel, random: &mut Random) -> Customer {
    let name = if random.permille(250) {
        (*random.pick(OTHER_SCRIPTS)).to_owned()
    } else {
        format!("{} {}", random.pick(FIRST), random.pick(LAST))
    };
    let digits = if channel == Channel::Facebook { 16 } else { 17 };
    Customer { id: random.digits(digits), name, is_known: random.permille(300) }
}
