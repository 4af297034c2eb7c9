// The write page: buttons that only make sense with script, and the day done shown when work is said to be done.
(() => {
  const dress = (root) => {
    root.querySelectorAll(".script-only").forEach((button) => {
      button.hidden = false;
    });
    root.querySelectorAll(".line-card").forEach(followWorkState);
    if (root.matches && root.matches(".line-card")) {
      followWorkState(root);
    }
  };
  const followWorkState = (card) => {
    const day = card.querySelector("[id^=div_id_][id$=done_on]");
    const radios = card.querySelectorAll("input[type=radio][name$=work_state]");
    if (!day || !radios.length) {
      return;
    }
    const show = () => {
      const chosen = card.querySelector("input[type=radio][name$=work_state]:checked");
      day.hidden = !(chosen && chosen.value === "done");
    };
    radios.forEach((radio) => radio.addEventListener("change", show));
    show();
  };
  dress(document);
  document.addEventListener("htmx:load", (event) => dress(event.detail.elt));
})();
