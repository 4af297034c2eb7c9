// The write page saves itself: soon after a pause, only the parts that changed, through the same actions as the button.
// Until the server has a text, an encrypted copy of it lies in this browser (drafts.js). Nothing here touches a field
// that somebody may be typing in: what the server says of a part stands in a place of its own beside the fields.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) {
    return;
  }
  const PAUSE = 2000;
  const LONGEST = 8000; // who types without a pause is saved all the same
  const COPY_WITHIN = 500;
  const KEEPALIVE_MOST = 60_000; // bytes that a browser sends on behalf of a page that is gone
  const { autosave: address, writer, draftKey, signIn, report } = form.dataset;
  const line = document.getElementById("tu-luu");
  const problem = document.getElementById("tu-luu-loi");
  const stillOnPage = () => (drafts ? "Nội dung được giữ trên máy này" : "Nội dung vẫn còn trên trang này");

  /* The parts: a line, or one text of the head of the report. */
  const OF_THE_FORM = /-(version|opened|keep)$/;
  const fieldsOf = (element) =>
    Array.from(element.querySelectorAll("input, textarea")).filter(
      (field) => /^(dong|chung)-/.test(field.name) && !OF_THE_FORM.test(field.name)
    );
  const read = (element) =>
    fieldsOf(element)
      .filter((field) => !/^(checkbox|radio)$/.test(field.type) || field.checked)
      .map((field) => [field.name, field.value]);
  // What the page came with: somebody may have typed before this script was there.
  const readFirst = (element) =>
    fieldsOf(element)
      .filter((field) => !/^(checkbox|radio)$/.test(field.type) || field.defaultChecked)
      .map((field) => [field.name, field.defaultValue]);
  const same = (one, other) => {
    const plain = (pairs) => JSON.stringify(pairs.map(([name, value]) => [name, value.replace(/\r/g, "").trim()]));
    return plain(one) === plain(other);
  };

  class Part {
    constructor(element) {
      this.element = element;
      this.prefix = element.dataset.part;
      this.version = this.hidden("version").value;
      this.opened = this.hidden("opened").value;
      // What the server holds; null when it refused what stands on the page.
      this.held = element.hasAttribute("data-unsaved") ? null : readFirst(element);
      this.conflict = element.querySelector(".conflict") ? { version: this.version, opened: this.opened } : null;
      this.sent = null; // what went off and was not answered yet: sent again first, so that nobody meets himself
      this.isKept = false;
      this.wrong = this.held === null && !this.conflict;
    }

    hidden(name) {
      return form.elements[`${this.prefix}-${name}`];
    }

    get label() {
      return this.element.dataset.place;
    }

    get isDirty() {
      return this.held === null || !same(read(this.element), this.held);
    }

    // In a conflict: whether the person takes what the server holds.
    get givesUp() {
      const chosen = this.element.querySelector(`input[name="${this.prefix}-keep"]:checked`);
      return Boolean(chosen) && chosen.value === "theirs";
    }

    snapshot() {
      return { fields: read(this.element), version: this.version, opened: this.opened };
    }

    // The text now builds on `version`; a plain press of the button says so too.
    standOn(version, opened) {
      this.version = this.hidden("version").value = String(version);
      this.opened = this.hidden("opened").value = opened;
    }

    show(html) {
      const place = this.element.querySelector("[data-part-told]");
      if (place.innerHTML !== html) {
        place.innerHTML = html;
      }
      place.querySelectorAll(".script-only").forEach((button) => {
        button.hidden = false;
      });
    }

    write(fields) {
      const values = new Map(fields);
      fieldsOf(this.element).forEach((field) => {
        if (/^(checkbox|radio)$/.test(field.type)) {
          field.checked = fields.some(([name, value]) => name === field.name && value === field.value);
        } else if (values.has(field.name)) {
          field.value = values.get(field.name);
        }
        ["input", "change"].forEach((name) => field.dispatchEvent(new Event(name, { bubbles: true })));
      });
    }
  }

  const parts = Array.from(form.querySelectorAll("[data-part]"), (element) => new Part(element));
  const partOf = (node) => parts.find((part) => part.element.contains(node));
  const waiting = () => parts.filter((part) => part.isDirty);

  /* What the person is told: one line that is always in sight, and a red one with what to do. */
  const say = (text) => {
    line.textContent = text;
  };
  const trouble = (text, link) => {
    if (problem.dataset.told === text) {
      return;
    }
    problem.dataset.told = text;
    problem.hidden = !text;
    problem.querySelector("[data-told]").textContent = text;
    const way = problem.querySelector("a");
    way.hidden = !link;
    if (link) {
      [way.href, way.textContent] = link;
      // In a tab of its own, so that this page and all that stands on it stays; a place on this page needs none.
      way.target = link[0].startsWith("#") ? "" : "_blank";
    }
  };
  let savedAt = line.dataset.savedAt;
  const settle = () => {
    const met = parts.find((part) => part.conflict);
    const wrong = parts.find((part) => part.wrong && part.isDirty);
    if (met) {
      trouble(`${met.label}: người khác vừa lưu phần này, cả hai bản vẫn còn.`, [`#${met.element.id}-bao`, "Chọn bản giữ lại"]);
    } else if (wrong) {
      trouble(`${wrong.label}: chưa lưu được, có ô cần sửa.`, [`#${wrong.element.id}-bao`, "Xem chỗ cần sửa"]);
    } else {
      trouble("");
    }
    const left = waiting().length;
    say(left ? "Còn nội dung chưa lưu" : savedAt ? `Đã lưu ${savedAt}` : "Chưa có gì thay đổi");
    warnOrNot();
  };
  // Leaving the page is only worth a question while something would be lost or still needs a decision.
  const warnOrNot = () => {
    const unsafe = waiting().some((part) => !part.isKept || part.conflict || part.wrong);
    if (unsafe) {
      form.dataset.changed = "1";
    } else {
      delete form.dataset.changed;
    }
  };

  /* The copy in this browser. */
  let drafts = null;
  let copyTimer = 0;
  const nameOf = (part) => `${report}/${part.prefix}`;
  const keepCopies = async () => {
    copyTimer = 0;
    for (const part of drafts ? parts.filter((one) => one.isDirty || one.isKept) : []) {
      if (!part.isDirty) {
        await dropCopy(part);
        continue;
      }
      const copy = { ...part.snapshot(), sent: part.sent, at: Date.now() };
      try {
        await drafts.put(nameOf(part), copy);
        part.isKept = true;
      } catch {
        part.isKept = false;
      }
    }
    warnOrNot();
  };
  const dropCopy = async (part) => {
    if (drafts && !part.isDirty) {
      part.isKept = false;
      await drafts.remove(nameOf(part)).catch(() => {});
    }
  };

  /* Saving. */
  let timer = 0;
  let firstChange = 0;
  let running = null;
  let stuck = false; // the last saving did not get through
  let missed = false; // a moment to save came while one was under way
  let failures = 0;
  const cookie = (name) => {
    const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  };
  const later = (wait) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => save(), wait);
  };
  const bodyOf = (payloads, more = []) => {
    const body = new FormData();
    body.append("nguoi-soan", writer);
    payloads.forEach(([part, payload]) => {
      payload.fields.forEach(([name, value]) => body.append(name, value));
      body.append(`${part.prefix}-version`, payload.version);
      body.append(`${part.prefix}-opened`, payload.opened);
    });
    more.forEach(([name, value]) => body.append(name, value));
    return body;
  };
  const post = (body) => {
    const size = Array.from(body).reduce((sum, [name, value]) => sum + 120 + 3 * (name.length + value.length), 0);
    return fetch(address, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-CSRFToken": cookie("csrftoken") },
      redirect: "manual",
      signal: AbortSignal.timeout(30_000),
      // A request under way is finished even when the page goes.
      keepalive: size < KEEPALIVE_MOST,
    });
  };

  const save = () => {
    window.clearTimeout(timer);
    missed = Boolean(running);
    running =
      running ||
      saveNow().finally(() => {
        running = null;
        if (missed) {
          missed = false;
          later(300);
        }
      });
    return running;
  };
  const saveNow = async () => {
    const batch = waiting().filter((part) => !part.conflict);
    if (!batch.length) {
      settle();
      return;
    }
    firstChange = 0;
    say("Đang lưu…");
    const payloads = batch.map((part) => [part, (part.sent = part.sent || part.snapshot())]);
    try {
      await take(await post(bodyOf(payloads)), payloads);
    } catch {
      lost();
    }
  };

  // No answer: the network is away, or the server is being started again. Everything is kept, and sent when it is back.
  const lost = () => {
    stuck = true;
    failures += 1;
    say("Chưa lưu lên máy chủ");
    trouble(
      navigator.onLine
        ? `Chưa kết nối được với máy chủ. ${stillOnPage()}, cổng tự gửi lại khi có kết nối.`
        : `Mất kết nối mạng. ${stillOnPage()}, cổng tự gửi khi có mạng trở lại.`
    );
    keepCopies();
    later(Math.min(60_000, 2000 * 2 ** Math.min(failures - 1, 5)));
  };

  const take = async (answer, payloads) => {
    const told = await answered(answer);
    if (!told) {
      keepCopies();
      return;
    }
    failures = 0;
    savedAt = told.saved_at || savedAt;
    showPanels(told.panels);
    let goesOn = false;
    for (const [part, payload] of payloads) {
      goesOn = apply(part, payload, told.parts[part.prefix]) || goesOn;
      await dropCopy(part);
    }
    settle();
    if (waiting().some((part) => part.isKept)) {
      keepCopies();
    }
    if (goesOn) {
      later(300);
    }
  };

  // Return what the server told of the parts; null when it would not hear of them, which is told here.
  const answered = async (answer) => {
    const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    const told = isJson ? await answer.json() : {};
    if (told.parts) {
      return told;
    }
    stuck = true;
    say("Chưa lưu lên máy chủ");
    if (answer.status >= 500) {
      lost();
    } else if (told.refused) {
      trouble(`${told.refused} ${stillOnPage()}.`, [told.url, told.way]);
      warnOrNot();
    } else if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      trouble(`Phiên làm việc đã hết. ${stillOnPage()}.`, [signIn, "Đăng nhập lại ở thẻ mới, rồi quay lại đây"]);
    } else {
      trouble(`Không lưu được với chức vụ đang dùng. ${stillOnPage()}.`, ["/", "Mở trang đầu ở thẻ mới"]);
    }
    return null;
  };

  // Let `part` go on from what became of `payload`; return whether there is more of it to send.
  const apply = (part, payload, told) => {
    part.sent = null;
    if (!told) {
      return false;
    }
    const current = read(part.element);
    if (told.state === "conflict") {
      if (!same(payload.fields, current)) {
        return true; // an older text met somebody: the newer one asks again, with the version it began on
      }
      part.conflict = { version: told.version, opened: told.opened };
      part.element.querySelectorAll(".conflict").forEach((old) => old.remove());
      part.hidden("version").value = told.version;
      part.hidden("opened").value = told.opened;
    } else if (told.state === "wrong") {
      part.wrong = true;
    } else {
      part.wrong = false;
      part.held = payload.fields;
      part.standOn(told.version, told.opened);
    }
    part.show(told.html);
    return told.state !== "wrong" && !part.conflict && part.isDirty;
  };

  const showPanels = (panels) => {
    Object.entries(panels).forEach(([id, html]) => {
      const place = document.getElementById(id);
      if (place && !place.contains(document.activeElement)) {
        place.outerHTML = html;
      }
    });
  };

  /* A conflict is ended by the person: the texts on the page are saved, or given up for what the server holds. */
  form.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-conflict-save]");
    const part = button && partOf(button);
    if (!part || !part.conflict) {
      return;
    }
    if (part.givesUp) {
      part.held = read(part.element);
      await dropCopy(part);
      window.location.reload();
      return;
    }
    part.standOn(part.conflict.version, part.conflict.opened);
    part.conflict = null;
    part.show("");
    save();
  });

  // "Lưu dòng này": now, and said beside the line.
  form.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-save-part]");
    const part = button && partOf(button);
    if (part) {
      await save();
      await (part.isDirty && save());
      const told = part.element.querySelector(".line-saved");
      if (told && !part.isDirty) {
        told.textContent = `Đã lưu dòng này lúc ${savedAt || "mở trang"}.`;
      }
    }
  });

  form.addEventListener("input", () => {
    if (!copyTimer) {
      copyTimer = window.setTimeout(keepCopies, COPY_WITHIN);
    }
    const now = Date.now();
    firstChange = firstChange || now;
    if (!running && !problem.dataset.told) {
      say("Đang soạn…");
    }
    later(Math.max(0, Math.min(PAUSE, firstChange + LONGEST - now)));
  });
  // Whoever goes on to another field has ended a thought.
  form.addEventListener("change", (event) => {
    if (event.isTrusted) {
      later(300);
    }
  });

  /* Moments at which waiting texts go off at once. */
  const again = () => {
    failures = 0;
    if (waiting().length) {
      save();
    }
  };
  window.addEventListener("online", again);
  window.addEventListener("offline", () => waiting().length && lost());
  window.addEventListener("focus", again);
  document.addEventListener("visibilitychange", () => save());
  window.addEventListener("pagehide", () => save());
  // A button sends the whole page, but only after what is waiting has been saved part by part: then no copy is left
  // over that the next page would take for unsaved, and where the server cannot be reached the page stays.
  let flushed = false;
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || flushed) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const button = event.submitter;
    // Not at once: while it fires this event, a form does not let itself be sent again.
    flush().then((mayGo) => mayGo && window.setTimeout(() => submitFlushed(button), 0));
  });
  const flush = async () => {
    const met = parts.filter((part) => part.conflict);
    for (const part of met) {
      if (part.givesUp) {
        part.held = read(part.element);
        await dropCopy(part);
      }
    }
    await running;
    stuck = false;
    if (waiting().some((part) => !part.conflict)) {
      await save();
    }
    // A conflict that has just come up waits for its answer: pressing the button was none.
    return !stuck && !parts.some((part) => part.conflict && !met.includes(part));
  };
  const submitFlushed = (button) => {
    window.clearTimeout(timer);
    flushed = true;
    form.dataset.agreed = "1"; // the question, if there was one, has been answered
    form.requestSubmit(button || undefined);
    delete form.dataset.agreed;
  };
  window.addEventListener("pageshow", () => {
    flushed = false;
  });
  // Signing out wipes the copies, so then only the server counts.
  document.addEventListener("submit", (event) => {
    if (event.target.hasAttribute("data-signs-out") && waiting().length) {
      form.dataset.changed = "1";
    }
  });

  /* Coming back: what did not reach the server before is put back into its fields. */
  const restore = async () => {
    let last = 0;
    for (const part of parts) {
      // What was typed since the page opened is newer than any copy.
      const copy = part.isDirty ? null : await drafts.get(nameOf(part)).catch(() => null);
      if (copy && (await putBack(part, copy))) {
        last = Math.max(last, copy.at);
      }
    }
    if (last) {
      const told = document.getElementById("dua-lai");
      const at = new Date(last).toLocaleString("vi-VN", { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric" });
      told.querySelector("[data-told]").textContent =
        `Đã đưa lại vào các ô nội dung soạn lúc ${at} trên máy này mà máy chủ chưa nhận được.`;
      told.hidden = false;
      save();
    }
  };
  const putBack = async (part, copy) => {
    part.isKept = true;
    if (same(copy.fields, part.held)) {
      await dropCopy(part);
      return false;
    }
    if (copy.sent && (await arrived(part, copy))) {
      await dropCopy(part);
      return false;
    }
    part.write(copy.fields);
    part.standOn(copy.version, copy.opened);
    return true;
  };
  // A text that was on its way when the page went may well have been saved: ask before calling it lost.
  const arrived = async (part, copy) => {
    try {
      const told = (await answered(await post(bodyOf([[part, copy.sent]])))) || { parts: {} };
      const mine = told.parts[part.prefix];
      if (!mine || mine.state === "conflict" || mine.state === "wrong") {
        return false;
      }
      const wasThere = String(mine.version) === part.version;
      [copy.version, copy.opened] = [mine.version, mine.opened];
      return wasThere && same(copy.sent.fields, copy.fields);
    } catch {
      return false;
    }
  };

  const begin = async () => {
    line.hidden = false;
    settle();
    drafts = await window.openDrafts(draftKey, writer);
    if (drafts) {
      form.elements["giu-tren-may"].value = "1";
      await restore();
      keepCopies();
    }
    if (waiting().some((part) => !part.conflict && !part.wrong)) {
      later(PAUSE);
    }
  };
  begin();
})();
