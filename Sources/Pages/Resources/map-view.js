// @ts-check
// The map of the explorer page: panning, zooming, and which parts of it are shown. No other file is needed.

/**
 * A map that is moved with a pointer, two fingers, a wheel or the keyboard.
 */
class MapView {
  /**
   * @param {SVGSVGElement} svg the map
   * @param {HTMLElement} frame the element that holds it and takes the keyboard
   * @param {string[]} nodes the ids of the entities
   * @param {string[]} lines the ids of the lines, or of the words on them
   */
  constructor(svg, frame, nodes, lines) {
    this.svg = svg;
    this.frame = frame;
    const [x, y, width, height] = (svg.getAttribute("viewBox") ?? "0 0 600 400").split(/[\s,]+/).map(Number);
    /** The whole map: left, top, width, height in units of the drawing. */
    this.whole = { x, y, width, height };
    this.box = { ...this.whole };
    /** @type {Map<number, {x: number, y: number}>} */
    this.pointers = new Map();
    this.hasMoved = false;
    svg.removeAttribute("width");
    svg.removeAttribute("height");
    svg.style.maxWidth = "none";
    svg.style.height = "100%";
    const find = (/** @type {string} */ id) =>
      /** @type {SVGGElement} */ (document.getElementById(id) ?? document.createElementNS("http://www.w3.org/2000/svg", "g"));
    this.nodes = nodes.map(find);
    this.chips = lines.map(find);
    // Lines stand in the order of the data; where no words are on them, they are the chips themselves.
    this.lines = /** @type {SVGGElement[]} */ ([...svg.querySelectorAll("g.map > g.line")]);
    // A button holds no link: what a link of the drawing leads to, the details name.
    for (const link of svg.querySelectorAll("g.entity a, g.relation a")) {
      link.replaceWith(...link.childNodes);
    }
    this.listen();
  }

  /** Shows the whole map. */
  fit() {
    this.box = { ...this.whole };
    this.apply();
  }

  apply() {
    const { x, y, width, height } = this.box;
    this.svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
  }

  /** @returns {number} units of the drawing in a pixel of the screen */
  get scale() {
    const rectangle = this.svg.getBoundingClientRect();
    return Math.max(this.box.width / Math.max(rectangle.width, 1), this.box.height / Math.max(rectangle.height, 1));
  }

  /**
   * Moves the map.
   * @param {number} dx pixels to the right
   * @param {number} dy pixels down
   */
  pan(dx, dy) {
    const scale = this.scale;
    const limit = (/** @type {number} */ value, /** @type {number} */ low, /** @type {number} */ high) =>
      Math.min(Math.max(value, low), high);
    this.box.x = limit(this.box.x - dx * scale, this.whole.x - this.box.width / 2, this.whole.x + this.whole.width - this.box.width / 2);
    this.box.y = limit(this.box.y - dy * scale, this.whole.y - this.box.height / 2, this.whole.y + this.whole.height - this.box.height / 2);
    this.apply();
  }

  /**
   * Zooms.
   * @param {number} factor above 1 for nearer
   * @param {number} [clientX] where on the screen stays in place; the middle if nothing is said
   * @param {number} [clientY]
   */
  zoom(factor, clientX, clientY) {
    const width = Math.min(Math.max(this.box.width / factor, this.whole.width / 20), this.whole.width * 1.5);
    const real = this.box.width / width;
    const rectangle = this.svg.getBoundingClientRect();
    const scale = this.scale;
    const fromMiddle = {
      x: ((clientX ?? rectangle.left + rectangle.width / 2) - rectangle.left - rectangle.width / 2) * scale,
      y: ((clientY ?? rectangle.top + rectangle.height / 2) - rectangle.top - rectangle.height / 2) * scale,
    };
    const middle = { x: this.box.x + this.box.width / 2, y: this.box.y + this.box.height / 2 };
    const height = this.box.height / real;
    this.box = {
      x: middle.x + fromMiddle.x * (1 - 1 / real) - width / 2,
      y: middle.y + fromMiddle.y * (1 - 1 / real) - height / 2,
      width,
      height,
    };
    this.apply();
  }

  /**
   * Brings a part of the map into view.
   * @param {SVGGraphicsElement | undefined} part
   */
  show(part) {
    if (!part) return;
    const target = part.getBoundingClientRect();
    const frame = this.frame.getBoundingClientRect();
    const margin = 24;
    const isInside = target.left >= frame.left + margin && target.right <= frame.right - margin
      && target.top >= frame.top + margin && target.bottom <= frame.bottom - margin;
    if (isInside) return;
    this.pan(
      frame.left + frame.width / 2 - (target.left + target.width / 2),
      frame.top + frame.height / 2 - (target.top + target.height / 2));
  }

  listen() {
    const frame = this.frame;
    frame.addEventListener("keydown", (event) => {
      if (event.target !== frame || event.ctrlKey || event.metaKey || event.altKey) return;
      const step = event.shiftKey ? 200 : 60;
      /** @type {Record<string, () => void>} */
      const keys = {
        ArrowLeft: () => this.pan(step, 0),
        ArrowRight: () => this.pan(-step, 0),
        ArrowUp: () => this.pan(0, step),
        ArrowDown: () => this.pan(0, -step),
        "+": () => this.zoom(1.25),
        "=": () => this.zoom(1.25),
        "-": () => this.zoom(0.8),
        0: () => this.fit(),
      };
      const action = keys[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    });
    // The wheel scrolls the page, as everywhere; with Control (or a pinch on a touch pad) it zooms.
    frame.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && document.activeElement !== frame) return;
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY / 400), event.clientX, event.clientY);
    }, { passive: false });
    frame.addEventListener("pointerdown", (event) => {
      this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (this.pointers.size === 1) this.hasMoved = false;
    });
    frame.addEventListener("pointermove", (event) => this.drag(event));
    for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
      frame.addEventListener(name, (event) => this.pointers.delete(/** @type {PointerEvent} */ (event).pointerId));
    }
  }

  /** @param {PointerEvent} event */
  drag(event) {
    const last = this.pointers.get(event.pointerId);
    if (!last) return;
    const now = { x: event.clientX, y: event.clientY };
    if (!this.hasMoved && Math.hypot(now.x - last.x, now.y - last.y) < 4) return;
    this.hasMoved = true;
    const others = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
    this.pointers.set(event.pointerId, now);
    if (others.length === 0) {
      this.pan(now.x - last.x, now.y - last.y);
      return;
    }
    const other = others[0];
    const before = Math.hypot(last.x - other.x, last.y - other.y);
    const after = Math.hypot(now.x - other.x, now.y - other.y);
    if (before > 0) this.zoom(after / before, (now.x + other.x) / 2, (now.y + other.y) / 2);
  }

  /**
   * Shows some lines and entities, and dims or hides the rest.
   * @param {Set<number>} lines numbers of lines that have something to show
   * @param {Set<number>} nodes numbers of entities that have something to show
   * @param {{lines: Set<number>, nodes: Set<number>} | null} lit what is highlighted; null for nothing
   */
  mark(lines, nodes, lit) {
    this.chips.forEach((chip, index) => {
      for (const part of [chip, this.lines[index]]) {
        part?.classList.toggle("off", !lines.has(index));
        part?.classList.toggle("dim", lit !== null && !lit.lines.has(index));
      }
      chip.setAttribute("tabindex", lines.has(index) ? "0" : "-1");
    });
    this.nodes.forEach((node, index) => {
      node.classList.toggle("off", !nodes.has(index));
      node.classList.toggle("dim", lit !== null && !lit.nodes.has(index));
      node.setAttribute("tabindex", nodes.has(index) ? "0" : "-1");
    });
  }

  /**
   * Calls back when an entity or a line is chosen by click, Enter or the space bar.
   * @param {(kind: "entity" | "line", index: number) => void} choose
   */
  onChoose(choose) {
    /** @type {["entity" | "line", SVGGElement[]][]} */
    const kinds = [["entity", this.nodes], ["line", this.chips]];
    for (const [kind, parts] of kinds) {
      parts.forEach((part, index) => {
        part.setAttribute("role", "button");
        part.setAttribute("tabindex", "0");
        const title = part.querySelector("title")?.textContent;
        if (title) part.setAttribute("aria-label", title);
        part.addEventListener("click", (event) => {
          event.preventDefault();
          if (!this.hasMoved) choose(kind, index);
        });
        part.addEventListener("keydown", (event) => {
          if (event.key !== "Enter" && event.key !== " ") return;
          event.preventDefault();
          choose(kind, index);
        });
      });
    }
  }
}
