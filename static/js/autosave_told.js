// What the person is told while the write page saves itself: one line that is always in sight, a red one with what to
// do, and whether leaving the page is worth a question.
(() => {
  const SHOWN = { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit", year: "numeric" };
  const whenOf = (at) => new Date(at).toLocaleString("vi-VN", SHOWN);

  class Telling {
    constructor(form, parts) {
      this.form = form;
      this.parts = parts;
      this.line = document.getElementById("tu-luu");
      this.problem = document.getElementById("tu-luu-loi");
      this.savedAt = this.line.dataset.savedAt;
      this.unsaved = null; // why the last saving did not get through
    }

    begin() {
      this.line.hidden = false;
      this.settle();
    }

    say(text) {
      this.line.textContent = text;
    }

    get isInTrouble() {
      return Boolean(this.problem.dataset.told);
    }

    // Say why the server does not have the text, and where the text is meanwhile; `then` tells what happens by itself.
    notSaved(why, then, link) {
      this.unsaved = { why, then, link };
      this.retell();
    }

    // The place is said as it is now: "on this machine" only once the browser has confirmed the writing of a copy.
    retell() {
      if (this.unsaved) {
        const { why, then, link } = this.unsaved;
        const place = this.areAllKept ? "Nội dung được giữ trên máy này" : "Nội dung vẫn còn trên trang này";
        this.show([why, `${place}${then ? `, ${then}` : ""}.`].join(" "), link);
      }
      this.warnOrNot();
    }

    get areAllKept() {
      return this.parts.every((part) => !part.isDirty || part.isKept);
    }

    trouble(text, link) {
      this.unsaved = null;
      this.show(text, link);
    }

    show(text, link) {
      if (this.problem.dataset.told === text) {
        return;
      }
      this.problem.dataset.told = text;
      this.problem.hidden = !text;
      this.problem.querySelector("[data-told]").textContent = text;
      const way = this.problem.querySelector("a");
      way.hidden = !link;
      if (link) {
        [way.href, way.textContent] = link;
        // In a tab of its own, so that this page and all that stands on it stays; a place on this page needs none.
        way.target = link[0].startsWith("#") ? "" : "_blank";
      }
    }

    // Say how things stand when nothing is on its way.
    settle() {
      const met = this.parts.find((part) => part.conflict);
      const wrong = this.parts.find((part) => part.wrong && part.isDirty);
      if (met) {
        this.trouble(`${met.label}: người khác hoặc thẻ khác vừa lưu phần này, cả hai bản vẫn còn.`, [`#${met.element.id}-bao`, "Chọn bản giữ lại"]);
      } else if (wrong) {
        this.trouble(`${wrong.label}: chưa lưu được, có ô cần sửa.`, [`#${wrong.element.id}-bao`, "Xem chỗ cần sửa"]);
      } else {
        this.trouble("");
      }
      const isLeft = this.parts.some((part) => part.isDirty);
      this.say(isLeft ? "Còn nội dung chưa lưu" : this.savedAt ? `Đã lưu ${this.savedAt}` : "Chưa có gì thay đổi");
      this.warnOrNot();
    }

    // Leaving the page is only worth a question while something would be lost or still needs a decision.
    warnOrNot() {
      const waiting = this.parts.filter((part) => part.isDirty);
      // Fields that belong to no part are sent by the button alone.
      const loose = Array.from(this.form.querySelectorAll("[data-sent-by-button]")).some((field) => field.value.trim());
      if (loose || waiting.some((part) => !part.isKept || part.conflict || part.wrong)) {
        this.form.dataset.changed = "1";
      } else {
        delete this.form.dataset.changed;
      }
    }

    savedLine(part) {
      const place = part.element.querySelector(".line-saved");
      if (place) {
        place.textContent = `Đã lưu dòng này lúc ${this.savedAt || "mở trang"}.`;
      }
    }

    putBack(at) {
      const place = document.getElementById("dua-lai");
      place.querySelector("[data-told]").textContent =
        `Đã đưa lại vào các ô nội dung soạn lúc ${whenOf(at)} trên máy này mà máy chủ chưa nhận được.`;
      place.hidden = false;
    }

    // Which parts have a text lying below their fields: they may be far from where the person is looking.
    tellAside() {
      const place = document.getElementById("de-rieng");
      const labels = this.parts.filter((part) => part.aside.length).map((part) => part.label);
      place.hidden = !labels.length;
      place.querySelector("[data-told]").textContent =
        `Trên máy này còn bản soạn trước chưa đưa vào các ô, xem ngay dưới các ô của: ${labels.join("; ")}.`;
    }

    // Beside the form: who writes, what was handed in.
    showPanels(panels) {
      Object.entries(panels).forEach(([id, html]) => {
        const place = document.getElementById(id);
        if (place && !place.contains(document.activeElement)) {
          place.outerHTML = html;
        }
      });
    }
  }

  Object.assign(window.autosave, { Telling, whenOf });
})();
