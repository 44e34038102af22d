// <photo-crop>: a box of 4:3 over a photo, moved and sized by hand; its numbers stand in the
// three inputs beside it, which work by themselves too, by keyboard and without JavaScript.
const RATIO = 4 / 3;
const LEAST = 0.1; // of the width of the photo

class PhotoCrop extends HTMLElement {
  connectedCallback() {
    this.svg = this.querySelector("svg");
    const { width, height } = this.svg.viewBox.baseVal;
    Object.assign(this, { photoWidth: width, photoHeight: height });
    const [left, top, share] = this.querySelectorAll("input");
    this.inputs = { left, top, share };
    this.addEventListener("input", () => this.draw());
    this.svg.addEventListener("pointerdown", (event) => this.grasp(event));
    this.svg.addEventListener("pointermove", (event) => this.pull(event));
    for (const name of ["pointerup", "pointercancel"]) {
      this.svg.addEventListener(name, () => (this.held = null));
    }
    this.draw();
  }

  // The box in pixels of the photo, as the inputs say it, pushed inside.
  get box() {
    const number = (input) => Number(input.value.replace(",", ".")) / 100 || 0;
    const most = Math.min(1, (this.photoHeight * RATIO) / this.photoWidth);
    const width = Math.min(Math.max(number(this.inputs.share), LEAST), most) * this.photoWidth;
    const height = width / RATIO;
    const left = Math.min(number(this.inputs.left) * this.photoWidth, this.photoWidth - width);
    const top = Math.min(number(this.inputs.top) * this.photoHeight, this.photoHeight - height);
    return { left: Math.max(left, 0), top: Math.max(top, 0), width, height };
  }

  write({ left, top, width }) {
    const percent = (part, whole) => (Math.floor((part / whole) * 1000) / 10).toFixed(1);
    this.inputs.share.value = percent(width, this.photoWidth);
    this.inputs.left.value = percent(Math.max(left, 0), this.photoWidth);
    this.inputs.top.value = percent(Math.max(top, 0), this.photoHeight);
    const { box } = this;
    this.inputs.left.value = percent(box.left, this.photoWidth);
    this.inputs.top.value = percent(box.top, this.photoHeight);
    this.draw();
  }

  draw() {
    const { left, top, width, height } = this.box;
    const whole = `M0 0H${this.photoWidth}V${this.photoHeight}H0Z`;
    const hole = `M${left} ${top}h${width}v${height}h${-width}Z`;
    this.querySelector("[data-dark]").setAttribute("d", whole + hole);
    const box = this.querySelector("[data-box]");
    for (const [name, value] of Object.entries({ x: left, y: top, width, height })) {
      box.setAttribute(name, value);
    }
    const grip = this.querySelector("[data-grip]");
    const radius = this.photoWidth / 36; // inside the corner, so that it is whole at the edge
    grip.setAttribute("cx", left + width - radius);
    grip.setAttribute("cy", top + height - radius);
    grip.setAttribute("r", radius);
  }

  at(event) {
    const point = new DOMPoint(event.clientX, event.clientY);
    return point.matrixTransform(this.svg.getScreenCTM().inverse());
  }

  grasp(event) {
    event.preventDefault();
    this.svg.setPointerCapture(event.pointerId);
    const sizes = event.target.matches("[data-grip]");
    this.held = { sizes, from: this.at(event), box: this.box };
  }

  pull(event) {
    if (!this.held) return;
    const { sizes, from, box } = this.held;
    const to = this.at(event);
    if (sizes) this.write({ ...box, width: box.width + to.x - from.x });
    else this.write({ ...box, left: box.left + to.x - from.x, top: box.top + to.y - from.y });
  }
}
customElements.define("photo-crop", PhotoCrop);
