// <passkey-form mode="create|get|login"> around a form with a hidden input «credential» and a
// button. The browser asks for the finger, face or key; what it answers is sent with the form.
// `options` names the json_script with the server's question; mode «login» fetches it.
class PasskeyForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.failure = this.querySelector("[data-failure]");
    if (!window.PublicKeyCredential || !window.webauthnJSON) {
      this.show("[data-unable]");
      return;
    }
    this.form.hidden = false;
    this.form.querySelector("button").addEventListener("click", (event) => {
      event.preventDefault();
      this.ask();
    });
  }

  async ask() {
    this.failure.hidden = true;
    try {
      const credential = await this.answer(await this.question());
      this.form.elements.credential.value = JSON.stringify(credential);
      this.form.submit();
    } catch (error) {
      this.show("[data-failure]");
    }
  }

  async question() {
    if (this.getAttribute("mode") === "login") {
      const response = await fetch(this.form.action, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(response.status);
      return (await response.json()).request_options;
    }
    const data = JSON.parse(document.getElementById(this.getAttribute("options")).textContent);
    return data.creation_options || data.request_options;
  }

  answer(options) {
    if (this.getAttribute("mode") !== "create") return window.webauthnJSON.get(options);
    const selection = options.publicKey.authenticatorSelection;
    const alone = this.form.elements.passwordless?.checked ?? false;
    selection.residentKey = alone ? "required" : "discouraged";
    selection.requireResidentKey = alone;
    if (alone) selection.userVerification = "required";
    return window.webauthnJSON.create(options);
  }

  show(selector) {
    this.querySelector(selector).hidden = false;
  }
}
customElements.define("passkey-form", PasskeyForm);
