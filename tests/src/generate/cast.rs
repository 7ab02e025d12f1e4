//! Who takes part: endpoints with their pages, and customers with names in several scripts.

use triptych_core::endpoint::{Channel, EndpointKey};

use super::random::Random;

/// Customers for each page.
const CUSTOMERS: u64 = 400;

const NAMES: &[&str] = &[
    "Élodie Martin",
    "Jonas Weber",
    "Aiko Tanaka",
    "Mohammed Haddad",
    "Zoë de Vries",
    "Łukasz Kowalski",
    "Nguyễn Thị Ngọc",
    "Olena Kovalenko",
    "Søren Østergaard",
    "Priya Iyer",
    "Thandiwe Nkosi",
    "Mateus da Silva",
    "Ana Fernández",
    "Grace Johnson",
    "Yusuf Yılmaz",
    "Íris Þórsdóttir",
    "Chloe O’Neill",
    "Dimitra Papadopoulou",
    "Ravi Kumar",
    "Inés García López",
    "Camille Roux",
    "Hannah Schmidt",
    "Noah Williams",
    "Sofia Rossi",
    "Martina Novák",
    "Marta Wiśniewska",
    "田中 愛子",
    "王小明",
    "김민준",
    "محمد حدّاد",
    "נועה כהן",
    "Олена Коваленко",
    "Δήμητρα Παπαδοπούλου",
    "प्रिया अय्यर",
    "สมชาย ใจดี",
    "Robin 🌿",
];

/// Channel, workspace, credentials, the user's name for the endpoint, the page's id.
const ENDPOINTS: &[(Channel, &str, &str, Option<&str>, &str)] = &[
    (Channel::Facebook, "maison-lumen", "page-eu", Some("Maison Lumen"), "104882310947213"),
    (Channel::Instagram, "maison-lumen", "insta-eu", Some("Maison Lumen on Instagram"), "17841400008460056"),
    (Channel::Facebook, "nordwind", "support", Some("Nordwind support"), "229031774510986"),
    (Channel::Instagram, "nordwind", "shop", None, "17841403315520187"),
    (Channel::Facebook, "kissaten", "tokyo", Some("Kissaten Tokyo"), "318840275910044"),
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
    let mut pages: Vec<Page> = ENDPOINTS.iter().map(page).collect();
    // The customer of the fixtures is one of them.
    pages[0].customers[0] = Customer { id: "7310482956120433".into(), name: NAMES[0].into(), is_known: true };
    pages
}

fn customer(channel: Channel, random: &mut Random) -> Customer {
    let digits = if channel == Channel::Facebook { 16 } else { 17 };
    let name = (*random.pick(NAMES)).to_owned();
    Customer { id: random.digits(digits), name, is_known: random.permille(300) }
}
