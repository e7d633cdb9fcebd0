"use strict";
(() => {
  const fold = text => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
  const tools = document.getElementById("tools"), query = document.getElementById("query");
  const found = document.getElementById("found"), all = [...document.querySelectorAll("main details")];
  const sections = [...document.querySelectorAll("main section")], nav = document.querySelector("nav");
  const words = all.map(each => ` ${each.dataset.words}`);
  const say = count => {
    const kind = count === all.length ? "all" : count ? "some" : "none";
    found.textContent = found.dataset[kind].replace("#", count);
  };
  const search = () => {
    const asked = fold(query.value).split(/[^a-z0-9.]+/).filter(Boolean);
    let count = 0;
    all.forEach((each, n) => {
      each.hidden = !asked.every(word => words[n].includes(` ${word}`));
      count += !each.hidden;
    });
    sections.forEach(each => { each.hidden = !each.querySelector("details:not([hidden])"); });
    nav.hidden = asked.length > 0;
    say(count);
  };
  let closed = [];
  addEventListener("beforeprint", () => { closed = all.filter(each => !each.open); closed.forEach(each => { each.open = true; }); });
  addEventListener("afterprint", () => closed.forEach(each => { each.open = false; }));
  document.getElementById("print").addEventListener("click", () => print());
  query.addEventListener("input", search);
  query.addEventListener("keydown", event => { if (event.key === "Escape") { query.value = ""; search(); } });
  document.querySelectorAll("nav a").forEach(each => each.addEventListener("click", () => { each.closest("details").open = false; }));
  tools.hidden = false;
  if (location.hash.length > 1) { const there = document.getElementById(decodeURIComponent(location.hash.slice(1))); if (there && there.tagName === "DETAILS") there.open = true; }
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) query.value = asked;
  search();
})();
