//! Triptych's window on a folder and a port of its own.

use std::cell::RefCell;
use std::time::Duration;

use serde_json::{Value, json};

use crate::driver::{Driver, until, until_told};
use crate::keys::{CONTROL, ENTER, ESCAPE};
pub use crate::place::{Place, Sender, TOKEN, built};

/// Text below a node as one reads it, shadow roots included: the JSON panes live in one.
const TEXT: &str = "
    const read = node => node.nodeType === Node.TEXT_NODE ? node.data
        : ['STYLE', 'SCRIPT'].includes(node.nodeName) ? ''
        : [...(node.shadowRoot ?? node).childNodes].map(read).join(node.shadowRoot ? '\\n' : '');
    const nodes = [...document.querySelectorAll(arguments[0])];
    return nodes.length ? nodes.map(read).join('\\n') : null;";

/// Elements of a kind in the whole document, shadow roots included.
const COUNT: &str = "
    const count = root => root.querySelectorAll(arguments[0]).length
        + [...root.querySelectorAll('*')].reduce((sum, node) => sum + (node.shadowRoot ? count(node.shadowRoot) : 0), 0);
    return count(document);";

/// An open window.
#[derive(Debug)]
pub struct Window {
    driver: Driver,
    pub place: Place,
}

impl Window {
    /// Opens it and waits until it shows something.
    pub fn open() -> Self {
        Self::open_at(Place::new())
    }

    pub fn open_at(place: Place) -> Self {
        let driver = Driver::start(&built("triptych-desktop"), &place.args(), &place.environment(), &place.log());
        let window = Self { driver, place };
        until("the window shows Triptych", || {
            let ready = "return document.visibilityState === 'visible' && !!document.querySelector('[data-testid]')";
            (window.script(ready) == json!(true)).then_some(())
        });
        window
    }

    /// Ends the program in an orderly way and starts it again on the same place.
    pub fn reopen(self) -> Self {
        self.place.terminate();
        let Self { driver, place } = self;
        drop(driver);
        Self::open_at(place)
    }

    /// Sends a webhook that is let in, and opens its capture when the list has it.
    pub fn receive(&self, body: &str) {
        assert_eq!(self.place.post(Some(TOKEN), body).status(), 200);
        self.open_newest("200");
    }

    /// Clicks the first row of the list once that row says `shows`.
    pub fn open_newest(&self, shows: &str) {
        self.sees("capture-row", shows);
        self.click("capture-row");
    }

    /// Clicks the first element with this test id.
    pub fn click(&self, id: &str) {
        self.driver.click(&format!("//*[@data-testid='{id}']"));
    }

    /// Clicks the button that says this.
    pub fn click_button(&self, label: &str) {
        self.driver.click(&format!("//button[contains(., '{label}')]"));
    }

    pub fn press(&self, keys: &str) {
        self.driver.press(keys);
    }

    /// A key while another one is held.
    pub fn chord(&self, held: char, key: char) {
        self.driver.chord(held, key);
    }

    /// Does what the palette finds first for these words, in lower case.
    pub fn palette(&self, words: &str) {
        self.chord(CONTROL, 'k');
        self.sees("palette-list", "");
        self.press(words);
        self.waits(&format!(
            "document.querySelector('[data-testid=palette-entry]')?.textContent.trim().toLowerCase().startsWith('{words}')"
        ));
        self.press(&ENTER.to_string());
        self.sees_no("palette-list");
    }

    /// Types into the last field of what lies over the window with this test id, in the place of what stands there.
    pub fn fill(&self, id: &str, text: &str) {
        let focus = "const fields = document.querySelectorAll(`dialog [data-testid=${arguments[0]}]`);
            const field = [...fields].at(-1) ?? null;
            field?.focus();
            field?.select();
            return field !== null && document.activeElement === field;";
        until(&format!("{id} takes the focus"), || {
            (self.script_with(focus, &json!([id])) == json!(true)).then_some(())
        });
        self.press(text);
    }

    /// Closes what lies over the window.
    pub fn leave(&self) {
        self.press(&ESCAPE.to_string());
        self.sees_no("dialog");
    }

    /// Waits until the script, an expression, is true.
    pub fn waits(&self, expression: &str) {
        until(expression, || (self.script(&format!("return !!({expression})")) == json!(true)).then_some(()));
    }

    /// What stands in all elements with this test id; `None` where there is none.
    pub fn text(&self, id: &str) -> Option<String> {
        self.driver.script(TEXT, &json!([testid(id)])).as_str().map(str::to_owned)
    }

    /// Waits until the elements say this.
    pub fn sees(&self, id: &str, part: &str) -> String {
        let last = RefCell::new(None);
        let told = || match &*last.borrow() {
            Some(text) => format!("{id} shows {part:?}; it says {text:?}"),
            None => format!("{id} shows {part:?}; there is none"),
        };
        until_told(told, || {
            last.replace(self.text(id));
            last.borrow().clone().filter(|text| text.contains(part))
        })
    }

    /// Waits until there is no such element.
    pub fn sees_no(&self, id: &str) {
        let last = RefCell::new(None);
        let told = || format!("{id} is gone; it says {:?}", last.borrow());
        until_told(told, || {
            last.replace(self.text(id));
            last.borrow().is_none().then_some(())
        });
    }

    /// How many elements the selector finds, shadow roots included.
    pub fn count(&self, css: &str) -> u64 {
        self.driver.script(COUNT, &json!([css])).as_u64().expect("a number")
    }

    pub fn script(&self, script: &str) -> Value {
        self.script_with(script, &json!([]))
    }

    /// With `arguments`.
    pub fn script_with(&self, script: &str, args: &Value) -> Value {
        self.driver.script(script, args)
    }

    /// Makes the window so wide and high (px).
    pub fn resize(&self, (width, height): (u32, u32)) {
        self.driver.resize(width, height);
    }

    /// What the window shows in a theme and a size, as a PNG file.
    pub fn picture(&self, theme: &str, (width, height): (u32, u32)) -> Vec<u8> {
        self.script(&format!("document.documentElement.dataset.theme = '{theme}'"));
        if self.script("return [innerWidth, innerHeight]") != json!([width, height]) {
            self.driver.resize(width, height);
            // Scroll bars show themselves for a moment in another size.
            std::thread::sleep(Duration::from_millis(600));
        }
        // Colours fade over.
        std::thread::sleep(Duration::from_millis(200));
        // Two frames, so that what the new size and theme ask for has been drawn.
        self.script("return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))");
        self.driver.picture()
    }
}

fn testid(id: &str) -> String {
    format!("[data-testid={id}]")
}
