"use strict";
// What the page can do beyond being read: search, and copying a command. It loads nothing and writes text only.
(() => {
  const field = document.getElementById("search");
  if (!field) return;
  document.getElementById("finder").hidden = false;
  const told = document.getElementById("found");
  const cases = [...document.querySelectorAll("#cases .case")];
  const others = [...document.querySelectorAll("details.failure, tr.requirement")];
  const texts = new Map();
  const textOf = one => {
    if (!texts.has(one)) texts.set(one, one.textContent.toLowerCase());
    return texts.get(one);
  };
  const look = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = one => words.every(word => textOf(one).includes(word));
    let count = 0;
    for (const one of cases) {
      const found = fits(one);
      one.classList.toggle("unfound", !found);
      if (found) count += 1;
    }
    for (const one of others) one.classList.toggle("unfound", !fits(one));
    for (const group of document.querySelectorAll("details.head, details.clause")) {
      const some = group.querySelector(".case:not(.unfound), tr.requirement:not(.unfound)");
      group.classList.toggle("unfound", !some);
      if (words.length && some && group.matches(".clause")) group.open = true;
    }
    told.textContent = words.length ? `${count} of ${cases.length} cases` : "";
  };
  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 120);
  });
  // A link to something that the search hides ends the search.
  addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.closest(".unfound")) {
      field.value = "";
      look();
      target.scrollIntoView();
    }
  });
  if (navigator.clipboard) {
    for (const command of document.querySelectorAll("pre.command")) {
      const button = document.createElement("button");
      button.textContent = "Copy";
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(command.textContent);
        button.textContent = "Copied";
      });
      command.after(button);
    }
  }
})();
