//! The real window, driven through WebKitWebDriver: what a person can do on the page, named by what it means.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::prelude::*;
use thirtyfour::{Capabilities, TypingData, WindowHandle};

use crate::desktop::{self, Desktop, PATIENCE};
use crate::wire::Wire;

/// The size of the pictures in the README.
pub(crate) const ROOMY: (u32, u32) = (1280, 860);
/// The smallest window the design allows.
pub(crate) const SMALLEST: (u32, u32) = (720, 560);

pub(crate) struct Window {
    driver: Option<WebDriver>,
    service: u32,
    pub(crate) pid: u32,
}

/// How a window is started when it is not simply opened.
#[derive(Default, Clone)]
pub(crate) struct Launch {
    /// Program and arguments in front of the driver, such as `unshare`.
    pub(crate) prefix: Vec<String>,
    /// The program, when it is not the product's window.
    pub(crate) binary: Option<PathBuf>,
    pub(crate) arguments: Vec<String>,
}

impl Window {
    /// Opens the window and waits until its first screen is filled.
    pub(crate) async fn open(desktop: &mut Desktop) -> Self {
        Self::launch(desktop, Launch::default()).await
    }

    /// Opens the window on a new profile and goes through the first run, so that the test starts on Today.
    pub(crate) async fn open_settled(desktop: &mut Desktop) -> Self {
        let window = Self::open(desktop).await;
        window.finish_first_run("england").await;
        window
    }

    pub(crate) async fn launch(desktop: &mut Desktop, launch: Launch) -> Self {
        let window = Self::launch_any(desktop, launch).await;
        window
            .wait_js(
                "the first screen is filled",
                "return document.documentElement.dataset.ready === 'true'",
            )
            .await;
        window
    }

    /// Opens a window without expecting anything of its page.
    pub(crate) async fn launch_any(desktop: &mut Desktop, launch: Launch) -> Self {
        let binary = launch
            .binary
            .unwrap_or_else(|| desktop::program("backstride"));
        let name = binary
            .file_name()
            .expect("a program has a name")
            .to_string_lossy()
            .into_owned();
        let before = desktop.processes(&name);
        // The port is given back and taken again by the driver; nobody else on this computer asks for it in between,
        // and if somebody did, the driver would end and the test say so.
        let port = TcpListener::bind(("127.0.0.1", 0))
            .and_then(|it| it.local_addr())
            .expect("a free port")
            .port();
        let mut words = launch.prefix;
        words.extend([
            "WebKitWebDriver".to_owned(),
            format!("--port={port}"),
            "--host=127.0.0.1".to_owned(),
        ]);
        let mut command = desktop.command(&words[0]);
        command
            .args(&words[1..])
            .env("TAURI_AUTOMATION", "true")
            .env("TAURI_WEBVIEW_AUTOMATION", "true");
        let service = desktop.start("window", command);
        desktop.wait_until("the driver listens", || {
            std::net::TcpStream::connect(("127.0.0.1", port)).is_ok()
        });
        let mut capabilities = Capabilities::new();
        capabilities
            .set("browserName", "wry")
            .and_then(|()| {
                capabilities.set(
                    "webkitgtk:browserOptions",
                    json!({ "binary": binary, "args": launch.arguments }),
                )
            })
            .expect("capabilities are JSON");
        let driver = WebDriver::builder(format!("http://127.0.0.1:{port}"), capabilities)
            .client(Wire)
            .connect()
            .await;
        let driver =
            driver.unwrap_or_else(|error| panic!("no session: {error}\n{}", desktop.logs()));
        let new: Vec<u32> = desktop
            .processes(&name)
            .into_iter()
            .filter(|pid| !before.contains(pid))
            .collect();
        assert_eq!(new.len(), 1, "window processes that came up: {new:?}");
        Self {
            driver: Some(driver),
            service,
            pid: new[0],
        }
    }

    /// Closes the window the way its cross does, and waits until the process has ended.
    pub(crate) async fn close(mut self, desktop: &Desktop) {
        let outcome = desktop.run(desktop.command("wmctrl").args(["-c", "Backstride"]));
        assert_eq!(outcome.code, Some(0), "wmctrl -c: {}", outcome.stderr);
        desktop.wait_until_gone(self.pid);
        self.forget();
    }

    /// `kill -9` on the window process and its web view at once.
    pub(crate) fn kill(mut self, desktop: &Desktop) {
        desktop::end_now(self.pid);
        for view in ["WebKitWebProcess", "WebKitNetworkProcess"] {
            for pid in desktop.processes(view) {
                desktop::end_now(pid);
            }
        }
        desktop.wait_until_gone(self.pid);
        self.forget();
    }

    fn forget(&mut self) {
        if let Some(driver) = self.driver.take() {
            // The driver has lost its window; saying goodbye to it would only wait for an answer that cannot come.
            let _ = driver.leak();
        }
        desktop::end_now(self.service);
    }

    pub(crate) fn driver(&self) -> &WebDriver {
        self.driver.as_ref().expect("an open window")
    }

    /// Runs a script in the page and returns its result.
    pub(crate) async fn js(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.try_js(script, arguments)
            .await
            .unwrap_or_else(|error| panic!("the script failed: {error}\n{script}"))
    }

    pub(crate) async fn try_js(
        &self,
        script: &str,
        arguments: Vec<Value>,
    ) -> WebDriverResult<Value> {
        self.driver()
            .execute(script, arguments)
            .await
            .map(|result| result.json().clone())
    }

    /// Waits until a script that answers yes or no answers yes.
    pub(crate) async fn wait_js(&self, what: &str, script: &str) {
        self.wait_js_with(what, script, Vec::new()).await;
    }

    pub(crate) async fn wait_js_with(&self, what: &str, script: &str, arguments: Vec<Value>) {
        let start = Instant::now();
        loop {
            let answer = self.try_js(script, arguments.clone()).await;
            if matches!(answer, Ok(Value::Bool(true))) {
                return;
            }
            if start.elapsed() > PATIENCE {
                let told = self.failure_report(what).await;
                panic!("waited {PATIENCE:?} in vain until {what}; last answer {answer:?}\n{told}");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn failure_report(&self, what: &str) -> String {
        let name: String = what
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .collect();
        let picture = desktop::project()
            .join("target/screenshots/failures")
            .join(format!("{name}.png"));
        let _ = self.try_picture(&picture).await;
        let page = self
            .try_js(
                "return location.href + '\\n' + document.body.innerText",
                Vec::new(),
            )
            .await;
        format!(
            "picture: {}\npage: {}",
            picture.display(),
            page.map_or_else(|e| e.to_string(), |v| text_of(&v))
        )
    }

    /// Waits until something with that test id is on the page and visible.
    pub(crate) async fn see(&self, id: &str) {
        self.wait_js_with(&format!("{id} is on the screen"), VISIBLE, vec![json!(id)])
            .await;
    }

    pub(crate) async fn wait_gone(&self, id: &str) {
        let script = "return document.querySelector(`[data-testid=\"${arguments[0]}\"]`) === null";
        self.wait_js_with(&format!("{id} is off the screen"), script, vec![json!(id)])
            .await;
    }

    pub(crate) async fn has(&self, id: &str) -> bool {
        self.js(VISIBLE, vec![json!(id)]).await == json!(true)
    }

    pub(crate) async fn element(&self, id: &str) -> WebElement {
        self.see(id).await;
        let css = format!("[data-testid=\"{id}\"]");
        self.driver()
            .find(By::Css(css))
            .await
            .unwrap_or_else(|error| panic!("{id}: {error}"))
    }

    /// A real pointer click in the middle of the element.
    pub(crate) async fn click(&self, id: &str) {
        let start = Instant::now();
        loop {
            // A list that is drawn anew between the look and the click takes its elements along: look again.
            match self.element(id).await.click().await {
                Ok(()) => return,
                Err(error) if start.elapsed() > PATIENCE => {
                    panic!("{id} cannot be clicked: {error}")
                }
                Err(_) => {
                    // What lies under the action of a form is in view for the driver; a person would scroll.
                    let script = "document.querySelector(`[data-testid=\"${arguments[0]}\"]`)?.scrollIntoView({ block: 'center' })";
                    self.js(script, vec![json!(id)]).await;
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
        }
    }

    pub(crate) async fn text(&self, id: &str) -> String {
        self.see(id).await;
        let script = "return document.querySelector(`[data-testid=\"${arguments[0]}\"]`).innerText";
        text_of(&self.js(script, vec![json!(id)]).await)
    }

    pub(crate) async fn attribute(&self, id: &str, name: &str) -> Option<String> {
        self.see(id).await;
        let script = "return document.querySelector(`[data-testid=\"${arguments[0]}\"]`).getAttribute(arguments[1])";
        self.js(script, vec![json!(id), json!(name)])
            .await
            .as_str()
            .map(str::to_owned)
    }

    pub(crate) async fn type_into(&self, id: &str, words: &str) {
        let field = self.element(id).await;
        // Select-all and replace, as a person does; `clear` would not tell the page's own bindings in WebKit.
        field
            .send_keys(Key::Control + "a")
            .await
            .expect("the field takes keys");
        field.send_keys(words).await.expect("the field takes words");
    }

    /// Presses keys on whatever has the focus.
    pub(crate) async fn press(&self, keys: impl Into<TypingData>) {
        let chain = self.driver().action_chain().send_keys(keys);
        chain.perform().await.expect("the page takes keys");
    }

    /// Moves the pointer to where nothing is.
    pub(crate) async fn point_away(&self) {
        // Twice, because the page looks for what is under the pointer only when it moves.
        let chain = self.driver().action_chain().move_to(3, 3).move_to(2, 2);
        chain.perform().await.expect("the pointer moves");
    }

    /// The number of the message at the foot; none there is 0.
    pub(crate) async fn heard(&self) -> u64 {
        self.js(
            "return Number(document.querySelector('[data-testid=\"toast\"]')?.dataset.number ?? 0)",
            Vec::new(),
        )
        .await
        .as_u64()
        .expect("messages are numbered")
    }

    /// Waits for a message after the given one that says the words: what a person waits for before the next key.
    pub(crate) async fn hear(&self, after: u64, words: &str) {
        self.wait_js_with(
            &format!("a message says {words}"),
            "const toast = document.querySelector('[data-testid=\"toast\"]'); \
             return toast !== null && Number(toast.dataset.number) > arguments[0] && toast.innerText.includes(arguments[1])",
            vec![json!(after), json!(words)],
        )
        .await;
    }

    /// Takes the last step back by the keyboard, and waits for the message about it.
    pub(crate) async fn take_back(&self, words: &str) {
        let before = self.heard().await;
        self.press_ctrl('z').await;
        self.hear(before, words).await;
    }

    /// Does the step taken back last again by the keyboard, and waits for the message about it.
    pub(crate) async fn take_again(&self, words: &str) {
        let before = self.heard().await;
        self.press_ctrl_shift('Z').await;
        self.hear(before, words).await;
    }

    /// Closes the message at the foot and waits until it is gone.
    pub(crate) async fn press_close_of_toast(&self) {
        self.js(
            "document.querySelector('[data-testid=\"toast\"] .close')?.click()",
            Vec::new(),
        )
        .await;
        self.wait_gone("toast").await;
    }

    /// Presses a key while Ctrl is held.
    pub(crate) async fn press_ctrl(&self, key: char) {
        let chain = self.driver().action_chain();
        let chain = chain.key_down(Key::Control).key_down(key);
        let chain = chain.key_up(key).key_up(Key::Control);
        chain.perform().await.expect("the page takes keys");
    }

    /// Presses a key while Ctrl and Shift are held.
    pub(crate) async fn press_ctrl_shift(&self, key: char) {
        let chain = self.driver().action_chain();
        let chain = chain.key_down(Key::Control).key_down(Key::Shift);
        let chain = chain.key_down(key).key_up(key);
        let chain = chain.key_up(Key::Shift).key_up(Key::Control);
        chain.perform().await.expect("the page takes keys");
    }

    /// Presses Ctrl and Enter, which saves the form.
    pub(crate) async fn press_ctrl_enter(&self) {
        let chain = self.driver().action_chain();
        let chain = chain.key_down(Key::Control).key_down(Key::Enter);
        let chain = chain.key_up(Key::Enter).key_up(Key::Control);
        chain.perform().await.expect("the page takes keys");
    }

    /// Presses Tab until what has the focus matches.
    pub(crate) async fn tab_to(&self, css: &str) {
        let script = "const at = document.activeElement; \
                      return [at.matches(arguments[0]), at.dataset.testid ?? at.getAttribute('aria-label') ?? at.tagName]";
        let mut trail = Vec::new();
        for _ in 0..120 {
            let at = self.js(script, vec![json!(css)]).await;
            if at[0] == json!(true) {
                return;
            }
            trail.push(text_of(&at[1]));
            self.press(Key::Tab).await;
        }
        panic!("Tab does not reach {css}, only {trail:?}");
    }

    /// Puts a text into a field at once, as pasting does.
    pub(crate) async fn paste(&self, id: &str, text: &str) {
        self.see(id).await;
        let script = "const field = document.querySelector(`[data-testid=\"${arguments[0]}\"]`); \
                      field.value = arguments[1]; \
                      field.dispatchEvent(new Event('input', { bubbles: true }));";
        self.js(script, vec![json!(id), json!(text)]).await;
    }

    /// What stands in a field.
    pub(crate) async fn value(&self, id: &str) -> String {
        self.see(id).await;
        let script = "return document.querySelector(`[data-testid=\"${arguments[0]}\"]`).value";
        text_of(&self.js(script, vec![json!(id)]).await)
    }

    /// What is said to be wrong with a field; nothing when nothing is.
    pub(crate) async fn fault(&self, id: &str) -> String {
        let script = "const field = document.querySelector(`[data-testid=\"${arguments[0]}\"]`); \
                      if (field?.getAttribute('aria-invalid') !== 'true') return ''; \
                      return field.getAttribute('aria-describedby').split(' ') \
                      .map((one) => document.getElementById(one)) \
                      .filter((one) => one.id.endsWith('-error')).map((one) => one.innerText).join('');";
        text_of(&self.js(script, vec![json!(id)]).await)
    }

    /// Waits until something is said to be wrong with a field, and returns it.
    pub(crate) async fn wait_fault(&self, id: &str) -> String {
        let script = "return document.querySelector(`[data-testid=\"${arguments[0]}\"]`)?.getAttribute('aria-invalid') === 'true'";
        self.wait_js_with(&format!("{id} is at fault"), script, vec![json!(id)])
            .await;
        self.fault(id).await
    }

    /// Calls a command of the backend the way the page does, but with arguments of the test's choice.
    ///
    /// Returns `{ ok: value }` or `{ refused: reason }`; `refused` is the border itself saying no.
    pub(crate) async fn invoke(&self, command: &str, arguments: Value) -> Value {
        let script = "const [command, input, done] = arguments; \
                      window.__TAURI_INTERNALS__.invoke(command, input).then( \
                      (ok) => done({ ok }), (reason) => done({ refused: reason }));";
        let result = self
            .driver()
            .execute_async(script, vec![json!(command), arguments])
            .await;
        result
            .unwrap_or_else(|error| panic!("{command}: {error}"))
            .json()
            .clone()
    }

    /// Runs a script that answers later, through the function it is given last.
    pub(crate) async fn js_later(&self, script: &str) -> Value {
        let result = self.driver().execute_async(script, Vec::new()).await;
        result
            .unwrap_or_else(|error| panic!("the script failed: {error}\n{script}"))
            .json()
            .clone()
    }

    /// The id of the newest entry.
    pub(crate) async fn entry(&self) -> String {
        let page = self
            .invoke(
                "diary_list",
                json!({ "input": { "limit": 1, "beforeId": null } }),
            )
            .await;
        text_of(&page["ok"]["entries"][0]["id"])
    }

    /// Goes to a room by its rail button.
    pub(crate) async fn go(&self, room: &str) {
        self.click(&format!("rail-{room}")).await;
        self.arrive(&format!("#/{room}")).await;
    }

    /// Goes to an address inside the app and waits for its screen.
    pub(crate) async fn visit(&self, route: &str) {
        self.js("location.hash = arguments[0]", vec![json!(route)])
            .await;
        self.arrive(route).await;
    }

    /// The main area says which address it shows once its data is there.
    pub(crate) async fn arrive(&self, route: &str) {
        self.wait_js_with(&format!("{route} is shown"), ARRIVED, vec![json!(route)])
            .await;
    }

    pub(crate) async fn finish_first_run(&self, region: &str) {
        self.see("first-run").await;
        let script = "const field = document.querySelector('[data-testid=\"first-run-region\"]'); \
                      const select = field.matches('select') ? field : field.querySelector('select'); \
                      if (!select) { const one = field.querySelector(`input[value=\"${arguments[0]}\"]`); one?.click(); return one !== null; } \
                      select.value = arguments[0]; select.dispatchEvent(new Event('change', { bubbles: true })); \
                      return select.value === arguments[0];";
        // The regions are read after the screen stands there.
        let what = format!("{region} is offered at first run");
        self.wait_js_with(&what, script, vec![json!(region)]).await;
        self.click("first-run-done").await;
        self.see("pain-bar").await;
    }

    /// Logs pain by a click on the bar and waits until the toast says it is safely stored.
    pub(crate) async fn log_by_click(&self, value: u8) {
        let before = self.total().await;
        let heard = self.heard().await;
        self.click(&format!("pain-{value}")).await;
        self.hear(heard, &format!("pain {value}")).await;
        self.wait_total(before + 1).await;
    }

    /// How many entries the diary holds, as the backend tells it.
    pub(crate) async fn total(&self) -> u64 {
        let page = self
            .invoke(
                "diary_list",
                json!({ "input": { "limit": 1, "beforeId": null } }),
            )
            .await;
        page["ok"]["total"]
            .as_u64()
            .unwrap_or_else(|| panic!("not a page of the diary: {page}"))
    }

    pub(crate) async fn wait_total(&self, expected: u64) {
        let start = Instant::now();
        loop {
            let total = self.total().await;
            if total == expected {
                return;
            }
            assert!(
                start.elapsed() < PATIENCE,
                "the diary holds {total} entries, not {expected}"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The entries on the screen, newest first: id, value, the words of the row.
    pub(crate) async fn rows(&self) -> Vec<Row> {
        let script = "return [...document.querySelectorAll('[data-entry]')].map((row) => \
                      [row.dataset.entry, row.dataset.nrs, row.innerText])";
        let rows = self.js(script, Vec::new()).await;
        let rows = rows.as_array().expect("a list").iter();
        rows.map(|row| Row {
            id: text_of(&row[0]),
            value: text_of(&row[1]).parse().expect("data-nrs is a number"),
            words: text_of(&row[2]),
        })
        .collect()
    }

    pub(crate) async fn wait_rows(&self, what: &str, holds: impl Fn(&[Row]) -> bool) -> Vec<Row> {
        let start = Instant::now();
        loop {
            let rows = self.rows().await;
            if holds(&rows) {
                return rows;
            }
            if start.elapsed() > PATIENCE {
                let told = self.failure_report(what).await;
                panic!("waited in vain until {what}; rows {rows:?}\n{told}");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Makes the page, not the frame around it, that size.
    pub(crate) async fn resize(&self, (width, height): (u32, u32)) {
        let (mut outer_width, mut outer_height) = (width, height);
        // The driver sets the outer size; the frame's share is learned from what came out.
        for _ in 0..3 {
            let set = self
                .driver()
                .set_window_rect(0, 0, outer_width, outer_height)
                .await;
            set.expect("the window can be resized");
            let inner = self
                .js("return [innerWidth, innerHeight]", Vec::new())
                .await;
            let off =
                |axis: usize, wanted: u32| i64::from(wanted) - inner[axis].as_i64().unwrap_or(0);
            if off(0, width) == 0 && off(1, height) == 0 {
                return;
            }
            outer_width =
                outer_width.saturating_add_signed(i32::try_from(off(0, width)).unwrap_or(0));
            outer_height =
                outer_height.saturating_add_signed(i32::try_from(off(1, height)).unwrap_or(0));
        }
        let script = "return innerWidth === arguments[0] && innerHeight === arguments[1]";
        self.wait_js_with(
            "the window has its size",
            script,
            vec![json!(width), json!(height)],
        )
        .await;
    }

    pub(crate) async fn try_picture(&self, path: &Path) -> WebDriverResult<()> {
        // The web view answers with its next frame; a page at rest has none coming, so one pixel is kept moving.
        self.try_js(
            "const mark = document.createElement('i'); mark.id = 'next-frame'; mark.ariaHidden = 'true'; \
             Object.assign(mark.style, { position: 'fixed', left: 0, bottom: 0, width: '1px', height: '1px' }); \
             document.body.append(mark); let turn = 0; \
             mark.dataset.timer = setInterval(() => (mark.style.background = turn++ % 2 ? '#808080' : '#818181'), 20);",
            Vec::new(),
        )
        .await?;
        let png = self.driver().screenshot_as_png().await;
        self.try_js(
            "const mark = document.getElementById('next-frame'); clearInterval(Number(mark.dataset.timer)); \
             mark.remove();",
            Vec::new(),
        )
        .await?;
        let png = png?;
        std::fs::create_dir_all(path.parent().expect("a picture has a folder"))
            .expect("a folder for pictures");
        std::fs::write(path, png).expect("room for a picture");
        Ok(())
    }

    pub(crate) async fn window_count(&self) -> usize {
        let windows: Vec<WindowHandle> = self
            .driver()
            .windows()
            .await
            .expect("the driver counts windows");
        windows.len()
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        self.forget();
    }
}

/// One entry as the diary screen shows it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) value: u8,
    pub(crate) words: String,
}

const VISIBLE: &str = "const found = document.querySelector(`[data-testid=\"${arguments[0]}\"]`); \
                       return found !== null && found.getClientRects().length > 0;";

const ARRIVED: &str = "const main = document.querySelector('main'); \
                       return location.hash === arguments[0] && main !== null && main.innerText.trim() !== '' \
                       && document.querySelector('[aria-busy=\"true\"]') === null;";

pub(crate) fn text_of(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
