// Saving what changed on the write page: one request at a time, only the changed parts, tried again later and later
// while the server does not answer. What was sent and not answered is sent again as it was before anything newer.
(() => {
  const KEEPALIVE_MOST = 60_000; // bytes that a browser sends on behalf of a page that is gone
  const FIRST_WAIT = 2000;
  const LONGEST_WAIT = 60_000;
  const SOON = 300;
  const cookie = (name) => {
    const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  };

  class Queue {
    constructor(form, parts, told, copies) {
      this.form = form;
      this.parts = parts;
      this.told = told;
      this.copies = copies;
      this.timer = 0;
      this.running = null;
      this.isStuck = false; // the last saving did not get through
      this.missed = false; // a moment to save came while one was under way
      this.failures = 0;
      this.onTaken = () => {};
    }

    get waiting() {
      return this.parts.filter((part) => part.isDirty);
    }

    later(wait = SOON) {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.save(), wait);
    }

    stop() {
      window.clearTimeout(this.timer);
    }

    save() {
      this.stop();
      this.missed = Boolean(this.running);
      this.running = this.running || this.saveNow().finally(() => this.goOn());
      return this.running;
    }

    goOn() {
      this.running = null;
      if (this.missed) {
        this.missed = false;
        this.later();
      }
    }

    // What waits goes off at once: the network, or the person, is back.
    again() {
      this.failures = 0;
      if (this.waiting.length) {
        this.save();
      }
    }

    async saveNow() {
      const batch = this.waiting.filter((part) => !part.conflict && !part.isAsked);
      if (!batch.length) {
        this.told.settle();
        return;
      }
      this.onTaken();
      this.told.say("Đang lưu…");
      const payloads = batch.map((part) => [part, (part.sent = part.sent || part.snapshot())]);
      try {
        await this.take(await this.post(payloads), payloads);
      } catch {
        this.lost();
      }
    }

    post(payloads) {
      const body = this.bodyOf(payloads);
      const size = Array.from(body).reduce((sum, [name, value]) => sum + 120 + 3 * (name.length + value.length), 0);
      return fetch(this.form.dataset.autosave, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-CSRFToken": cookie("csrftoken") },
        redirect: "manual",
        signal: AbortSignal.timeout(30_000),
        // A request under way is finished even when the page goes.
        keepalive: size < KEEPALIVE_MOST,
      });
    }

    bodyOf(payloads) {
      const body = new FormData();
      body.append("nguoi-soan", this.form.dataset.writer);
      payloads.forEach(([part, payload]) => {
        payload.fields.forEach(([name, value]) => body.append(name, value));
        body.append(`${part.prefix}-version`, payload.version);
        body.append(`${part.prefix}-opened`, payload.opened);
      });
      return body;
    }

    // No answer: the network is away, or the server is being started again. All is kept, and sent when it is back.
    lost() {
      this.isStuck = true;
      this.failures += 1;
      this.told.say("Chưa lưu lên máy chủ");
      if (navigator.onLine) {
        this.told.notSaved("Chưa kết nối được với máy chủ.", "cổng tự gửi lại khi có kết nối");
      } else {
        this.told.notSaved("Mất kết nối mạng.", "cổng tự gửi khi có mạng trở lại");
      }
      this.copies.keep();
      this.later(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(this.failures - 1, 5)));
    }

    async take(answer, payloads) {
      const answered = await this.answered(answer);
      if (!answered) {
        this.copies.keep();
        return;
      }
      this.failures = 0;
      this.told.showPanels(answered.panels);
      let goesOn = false;
      for (const [part, payload] of payloads) {
        goesOn = this.apply(part, payload, answered.parts[part.prefix]) || goesOn;
        await this.copies.drop(part);
      }
      this.told.settle();
      if (this.waiting.some((part) => part.kept)) {
        this.copies.keep();
      }
      if (goesOn) {
        this.later();
      }
    }

    // Return what the server said of the parts; null when it would not hear of them, which is told here.
    async answered(answer) {
      const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      const body = isJson ? await answer.json() : {};
      if (body.parts) {
        // Asking about a copy saves it, when it had not arrived.
        this.told.savedAt = body.saved_at || this.told.savedAt;
        return body;
      }
      this.isStuck = true;
      this.told.say("Chưa lưu lên máy chủ");
      this.tellWhy(answer, body);
      return null;
    }

    // The server says itself why it refused (portal/errors.py); what stands before it (nginx) does not.
    tellWhy(answer, { refused, url, way }) {
      if (answer.status >= 500) {
        this.lost();
      } else if (refused) {
        this.told.notSaved(refused, "", [url, way]);
      } else if (answer.status === 401) {
        const signIn = [this.form.dataset.signIn, "Đăng nhập lại ở thẻ mới, rồi quay lại đây"];
        this.told.notSaved("Phiên làm việc đã hết.", "", signIn);
      } else if (answer.status === 413) {
        this.told.notSaved("Nội dung gửi một lần quá dài nên máy chủ không nhận. Hãy rút gọn phần vừa viết.");
      } else {
        this.told.notSaved("Cổng chưa nhận nội dung này.", "", ["/", "Mở trang đầu ở thẻ mới để xem vì sao"]);
      }
    }

    // Let `part` go on from what became of `payload`; return whether there is more of it to send.
    apply(part, payload, became) {
      part.sent = null;
      if (!became) {
        return false;
      }
      if (became.state === "conflict") {
        if (!part.stillHolds(payload.fields)) {
          return true; // an older text met somebody: the newer one asks again, with the version it began on
        }
        part.meet(became.version, became.opened);
      } else if (became.state === "wrong") {
        part.wrong = true;
      } else {
        part.wrong = false;
        part.held = payload.fields;
        part.standOn(became.version, became.opened);
      }
      part.show(became.html);
      return became.state !== "wrong" && !part.conflict && part.isDirty;
    }

    // A text that was on its way when the page went may well have been saved: ask before calling it lost.
    async hasArrived(part, copy) {
      try {
        const answered = (await this.answered(await this.post([[part, copy.sent]]))) || { parts: {} };
        const mine = answered.parts[part.prefix];
        if (!mine || mine.state === "conflict" || mine.state === "wrong") {
          return false;
        }
        const wasThere = String(mine.version) === part.version;
        [copy.version, copy.opened] = [mine.version, mine.opened];
        copy.isHeld = true; // what was sent, that is, if not all of it
        return wasThere && window.autosave.sameFields(copy.sent.fields, copy.fields);
      } catch {
        return false;
      }
    }
  }

  window.autosave.Queue = Queue;
})();
