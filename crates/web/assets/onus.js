// What pages do better with a script: each of them is complete without it.
"use strict";
(() => {
  // Escape twice: the page is gone at once, and the case is locked.
  const form = document.querySelector("form.lock");
  const leave = () => {
    document.documentElement.hidden = true;
    if (form) form.submit();
  };
  let last = 0;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !form) return;
    if (event.timeStamp - last < 800) leave();
    last = event.timeStamp;
  });

  // What was locked meanwhile, or would be, is not left on the screen.
  const seconds = Number(document.body.dataset.lockAfter);
  if (seconds > 0) {
    setTimeout(() => { location.replace("/unlock"); document.documentElement.hidden = true; }, (seconds + 1) * 1000);
  }
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // On small screens the contents are folded; where there is room they stand open.
  const contents = document.querySelector(".contents > details");
  const wide = matchMedia("(min-width: 72rem)");
  const unfold = () => { if (contents) contents.open = wide.matches; };
  wide.addEventListener("change", unfold);
  unfold();

  // An explanation that is pointed to is opened.
  const open = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const details = target && target.closest("details");
    if (details) details.open = true;
  };
  addEventListener("hashchange", open);
  open();

  // Words selected in a source go into the form beside it, with where they stand in Unicode scalars.
  const code = document.querySelector("form[data-code]");
  const scalars = (text) => Array.from(text).length;
  const at = (paragraph, node, offset) => {
    const run = paragraph.querySelector(".run");
    const walker = document.createTreeWalker(run, NodeFilter.SHOW_TEXT, (text) =>
      text.parentElement.closest("a.ref") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const range = document.createRange();
    range.setStart(run, 0);
    range.setEnd(node, offset);
    let count = Number(paragraph.dataset.start);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      if (text === node) return count + scalars(text.data.slice(0, offset));
      if (range.comparePoint(text, 0) > 0) return count;
      count += scalars(text.data);
    }
    return count;
  };
  const select = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const paragraph = (node) => (node.nodeType === 1 ? node : node.parentElement).closest(".para");
    const [first, end] = [paragraph(range.startContainer), paragraph(range.endContainer)];
    if (!first || !end || first.closest(".leaf") !== end.closest(".leaf")) return;
    const from = at(first, range.startContainer, range.startOffset);
    const to = at(end, range.endContainer, range.endOffset);
    if (from >= to) return;
    const copy = range.cloneContents();
    copy.querySelectorAll("a.ref, a.n").forEach((link) => link.remove());
    code.elements.text.value = first.closest(".leaf").dataset.text;
    code.elements.start.value = from;
    code.elements.end.value = to;
    code.elements.quote.value = copy.textContent.trim().replace(/\s+/g, " ");
    code.classList.add("ready");
  };
  if (code) {
    document.addEventListener("selectionchange", select);
    code.elements.quote.addEventListener("input", () => {
      for (const name of ["text", "start", "end"]) code.elements[name].value = "";
    });
  }

  // While a name is typed, those are offered that have it.
  const offer = async (input, list) => {
    const words = input.value.trim();
    if (words.length < 2) return;
    const answer = await fetch("/api/1/find?q=" + encodeURIComponent(words), { credentials: "same-origin" });
    if (!answer.ok || input.value.trim() !== words) return;
    const found = await answer.json();
    list.replaceChildren(...found.candidates.slice(0, 8).map((one) => {
      const option = document.createElement("option");
      option.value = one.record.handle || one.record.label;
      option.label = one.record.label + (one.record.type ? " · " + one.record.type : "");
      return option;
    }));
  };
  for (const input of document.querySelectorAll("input[data-names]")) {
    const list = document.getElementById(input.dataset.names);
    let waiting = 0;
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => offer(input, list), 150);
    });
  }

  // Work that goes on is looked at again while the page is open, for some minutes; what is new is set anew.
  if (document.querySelector("[data-work]")) {
    let before = null;
    let times = 0;
    const look = async () => {
      const answer = await fetch("/api/1/work", { credentials: "same-origin" });
      if (!answer.ok) return;
      const now = await answer.text();
      if (before !== null && now !== before) { location.reload(); return; }
      before = now;
      times += 1;
      if (times < 120) setTimeout(look, 2000);
    };
    setTimeout(look, 1000);
  }

  // Of a new record only the properties of its type are to choose from.
  const kind = document.querySelector("select[data-kind]");
  const property = document.querySelector("select[data-property]");
  if (kind && property) {
    const narrow = () => {
      for (const group of property.querySelectorAll("optgroup")) {
        group.hidden = kind.value !== "" && group.dataset.kind !== kind.value;
      }
    };
    kind.addEventListener("change", narrow);
    narrow();
    const value = document.querySelector("input[data-value]");
    const show = () => { value.placeholder = property.selectedOptions[0]?.dataset.example || ""; };
    property.addEventListener("change", show);
    show();
  }
})();
