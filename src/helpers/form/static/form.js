// What makes the form a little nicer; everything works without it.
"use strict";

// One click sends once: the button rests while the answer is on its way.
for (const form of document.querySelectorAll("form[data-once]")) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) { event.preventDefault(); return; }
    sent = true;
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
  });
  addEventListener("pageshow", () => {
    sent = false;
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// The counter looks for a new number once a minute while the page is seen.
const counter = document.querySelector("[data-counts]");
if (counter) {
  const format = new Intl.NumberFormat(document.documentElement.lang);
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(counter.dataset.counts);
      const number = counter.querySelector("strong");
      if (answer.ok && number) number.textContent = format.format((await answer.json()).total);
    } catch { /* The old number stays. */ }
  }, 60000);
}

// Suggestions for the place: a combobox as the ARIA practices describe it.
const place = document.querySelector("[data-suggest]");
const city = document.getElementById("city");
if (place && city) {
  const district = document.getElementById("district");
  const postcode = document.getElementById("postcode");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let found = [], at = -1, asked = 0, waiting;

  list.id = "city-options";
  list.className = "options";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", place.dataset.words);
  status.className = "hidden";
  status.setAttribute("role", "status");
  city.after(list, status);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) city.setAttribute(name, value);

  const close = () => {
    list.hidden = true; at = -1; asked += 1; clearTimeout(waiting);
    city.setAttribute("aria-expanded", "false");
    city.removeAttribute("aria-activedescendant");
    status.textContent = "";
  };
  const choose = (option) => {
    city.value = option.city;
    if (district) district.value = option.district;
    if (postcode) postcode.value = option.postcode;
    close();
  };
  const point = (to) => {
    at = (to + found.length) % found.length;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === at)));
    list.children[at].scrollIntoView({ block: "nearest" });
    city.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const show = (options) => {
    if (!options.length) { close(); return; }
    found = options; at = -1;
    list.replaceChildren(...options.map((option, number) => {
      const item = document.createElement("li");
      item.id = `city-option-${number}`;
      item.textContent = option.label;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(option); });
      return item;
    }));
    list.hidden = false;
    city.setAttribute("aria-expanded", "true");
    city.removeAttribute("aria-activedescendant");
    status.textContent = place.dataset.count.replace("{n}", options.length);
  };
  city.addEventListener("input", () => {
    clearTimeout(waiting);
    const mine = ++asked;
    if (city.value.trim().length < 2) { close(); return; }
    waiting = setTimeout(async () => {
      try {
        const answer = await fetch(`${place.dataset.suggest}?q=${encodeURIComponent(city.value)}`);
        if (answer.ok && mine === asked) show(await answer.json());
      } catch { close(); }
    }, 150);
  });
  city.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); point(at + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); point(at < 0 ? found.length - 1 : at - 1); }
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); choose(found[at]); }
    else if (event.key === "Escape") { event.preventDefault(); close(); }
  });
  // The browser's own list would cover ours. But what is marked "off" is empty after "back".
  city.addEventListener("focus", () => city.setAttribute("autocomplete", "off"));
  for (const [on, end] of [[city, "blur"], [city.form, "submit"]]) on.addEventListener(end, () => {
    city.removeAttribute("autocomplete");
    close();
  });
}
