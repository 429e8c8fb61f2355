/* What an interactive map does beside Leaflet: names, keyboard, tooltips, consent for tiles.
   All texts are set as text, never as HTML. */
"use strict";
const einzelfallMap = (() => {
  const page = JSON.parse(document.getElementById("map-data").textContent);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  function describe(id, target) {
    const place = page.places[id];
    const name = document.createElement("strong");
    name.textContent = place[0];
    target.replaceChildren(name, ...place.slice(1).map((line) => {
      const row = document.createElement("span");
      row.textContent = line;
      return row;
    }));
    return target;
  }

  function tiles(map) {
    const button = document.getElementById("tiles");
    if (!button) return;
    let layer = null;
    button.disabled = false;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      if (layer) { layer.remove(); layer = null; } else {
        map.createPane("tiles-below").style.zIndex = 150;
        layer = L.tileLayer(page.tiles.url, { pane: "tiles-below", referrerPolicy: "no-referrer" }).addTo(map);
        map.attributionControl.addAttribution(page.tiles.attribution);
      }
      button.setAttribute("aria-pressed", String(Boolean(layer)));
    });
  }

  function start(map, layer, bounds) {
    const answer = document.getElementById("answer");
    const select = document.getElementById("place");
    const whole = document.getElementById("whole");
    const byId = new Map();
    let chosen = null;

    map.attributionControl.setPrefix("Leaflet");
    map.attributionControl.addAttribution(page.attribution);
    L.control.zoom({ zoomInTitle: page.words.nearer, zoomOutTitle: page.words.farther }).addTo(map);
    map.fitBounds(bounds, { animate: false });
    map.setMinZoom(map.getZoom() - 1).setMaxZoom(14);

    function mark(id) {
      if (chosen) chosen.getElement()?.classList.remove("chosen");
      chosen = byId.get(id);
      chosen.getElement()?.classList.add("chosen");
      chosen.bringToFront();
      describe(id, answer);
      select.value = id;
    }

    layer.eachLayer((place) => {
      const id = place.feature.id;
      if (!page.places[id]) return;
      byId.set(id, place);
      place.bindTooltip(() => describe(id, document.createElement("div")), { sticky: true });
      place.on("click", () => mark(id));
      place.getElement()?.setAttribute("tabindex", "-1"); // the list is the keyboard's way to 400 places
    });
    select.addEventListener("change", () => {
      const place = byId.get(select.value);
      if (!place) return;
      const area = place.getBounds ? place.getBounds() : L.latLngBounds([place.getLatLng()]);
      map.fitBounds(area.pad(1.5), { maxZoom: page.zoom, animate: !calm });
      mark(select.value);
    });
    whole.addEventListener("click", () => map.fitBounds(bounds, { animate: !calm }));
    tiles(map);
    select.disabled = whole.disabled = false;
    document.documentElement.dataset.map = "ready";
    performance.mark("map-ready");
  }
  return { start };
})();
