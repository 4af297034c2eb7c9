// Small comforts on top of pages that work without them. Nothing here decides anything: the server does.
(() => {
  const root = document.documentElement;

  /* Background requests: a thin bar on top, and a sentence when the server cannot be reached. */
  let running = 0;
  const busy = (step) => {
    running = Math.max(0, running + step);
    root.classList.toggle("busy", running > 0);
  };
  const tell = (sentence, href, linkText) => {
    const region = document.getElementById("thong-bao-trang");
    if (!region) {
      return;
    }
    const notice = document.createElement("div");
    notice.className = "notice tone-warn";
    notice.setAttribute("role", "alert");
    const icon = document.createElement("i");
    icon.className = "bi bi-exclamation-triangle-fill";
    icon.setAttribute("aria-hidden", "true");
    const text = document.createElement("div");
    text.className = "notice-text";
    text.append(sentence);
    if (href) {
      const link = document.createElement("a");
      link.href = href;
      link.target = "_blank";
      link.rel = "noopener";
      link.textContent = linkText;
      text.append(" ", link);
    }
    notice.append(icon, text);
    region.replaceChildren(notice);
    region.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("htmx:beforeRequest", () => busy(1));
  document.addEventListener("htmx:afterRequest", () => busy(-1));
  document.addEventListener("htmx:sendError", () => {
    tell("Chưa kết nối được với máy chủ. Nội dung vẫn còn trên trang; hãy kiểm tra mạng rồi thử lại.");
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status >= 500) {
      tell("Máy chủ gặp lỗi khi xử lý. Nội dung vẫn còn trên trang; hãy thử lại sau ít phút.");
    }
  });
  // A session that ended answers with the sign-in page: never put that page inside this one.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const answered = event.detail.xhr.responseURL;
    if (answered && new URL(answered).pathname.includes("/tai-khoan/dang-nhap")) {
      event.detail.shouldSwap = false;
      tell(
        "Phiên làm việc đã hết. Nội dung đang nhập vẫn còn trên trang này:",
        new URL(answered).pathname,
        "đăng nhập ở thẻ mới, rồi quay lại đây bấm tiếp."
      );
    }
  });

  /* Forms: ask again, submit once, warn before typed text is left behind. */
  const cookie = (name) => {
    const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  };
  const ask = (sentence, yesWord) => {
    const dialog = document.getElementById("hoi-lai");
    if (!dialog || !dialog.showModal) {
      return Promise.resolve(window.confirm(sentence));
    }
    dialog.querySelector(".ask-question").textContent = sentence;
    dialog.querySelector("[data-ask-yes]").textContent = yesWord || "Đồng ý";
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    });
  };
  const question = (form, button) => (button && button.dataset.confirm) || form.dataset.confirm;

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      const button = event.submitter;
      if (form.method === "dialog" || form.dataset.agreed) {
        return;
      }
      if (form.dataset.sending) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      const sentence = question(form, button);
      if (sentence) {
        event.preventDefault();
        event.stopImmediatePropagation();
        ask(sentence, (button && button.dataset.confirmYes) || form.dataset.confirmYes).then((yes) => {
          if (yes) {
            form.dataset.agreed = "1";
            form.requestSubmit(button || undefined);
            delete form.dataset.agreed;
          } else if (button) {
            button.focus();
          }
        });
      }
    },
    true
  );

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") {
      return;
    }
    // Signing in again in another tab changes the token: take the one that holds now.
    const token = form.querySelector("input[name=csrfmiddlewaretoken]");
    const fresh = cookie("csrftoken");
    if (token && fresh && new URL(form.action, window.location.href).origin === window.location.origin) {
      token.value = fresh;
    }
    form.dataset.sending = "1";
    delete form.dataset.changed;
    // Only after the browser has gathered the fields: a disabled button would not send its name and value.
    window.setTimeout(() => {
      form.querySelectorAll("button[type=submit], button:not([type])").forEach((button) => {
        button.setAttribute("aria-disabled", "true");
        button.disabled = true;
      });
    }, 0);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      document.querySelectorAll("form[data-sending]").forEach((form) => {
        delete form.dataset.sending;
        form.querySelectorAll("button[aria-disabled=true]").forEach((button) => {
          button.removeAttribute("aria-disabled");
          button.disabled = false;
        });
      });
    }
  });

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.hasAttribute("data-warn-unsaved")) {
      form.dataset.changed = "1";
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt && event.detail.elt.closest("form[data-warn-unsaved]");
    if (form && event.detail.successful) {
      delete form.dataset.changed;
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-warn-unsaved][data-changed]")) {
      event.preventDefault();
    }
  });

  /* The bar with the buttons stays in sight at the foot of a long form; what gets the focus comes to stand above it, so
     the page has to know how tall it is just now (static/css/frame.css). */
  const bar = document.querySelector(".save-bar, .form-actions-sticky");
  if (bar && window.ResizeObserver) {
    new ResizeObserver(() => root.style.setProperty("--save-bar-height", `${bar.offsetHeight}px`)).observe(bar);
  }

  /* Filters answer at once: <form data-submit-on-change> needs no press of the button. */
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && form.hasAttribute("data-submit-on-change")) {
      form.requestSubmit();
    }
  });

  /* data-toggle="id": shows a part while the box is ticked (or the button is pressed). */
  const follow = (control) => {
    const part = document.getElementById(control.dataset.toggle);
    if (part) {
      part.hidden = !control.checked;
    }
  };
  document.querySelectorAll("input[data-toggle]").forEach((control) => {
    follow(control);
    const group = control.type === "radio" && control.form ? control.form.elements[control.name] : [control];
    Array.from(group).forEach((one) => one.addEventListener("change", () => follow(control)));
  });
  /* On a phone the tabs of a page go on beyond its edge: the one that is open is in sight. */
  document.querySelectorAll(".tabs [aria-current]").forEach((tab) => {
    const tabs = tab.closest(".tabs");
    tabs.scrollLeft += Math.max(0, tab.getBoundingClientRect().right - tabs.getBoundingClientRect().right);
  });
  // Shown once every script of the page has run: one after this one may be what makes the part act.
  const showActing = (within) => {
    within.querySelectorAll("[data-needs-script]").forEach((part) => {
      part.hidden = false;
    });
  };
  document.addEventListener("DOMContentLoaded", () => showActing(document));
  document.addEventListener("htmx:load", (event) => showActing(event.target));
  /* data-check="name" with data-values="1 2": ticks those of a group of boxes, and leaves the others as they are. */
  const boxesOf = (name) => document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`);
  document.addEventListener("click", (event) => {
    const pick = event.target.closest("button[data-check]");
    if (pick) {
      const values = pick.dataset.values.split(" ");
      boxesOf(pick.dataset.check).forEach((box) => {
        box.checked = box.checked || values.includes(box.value);
      });
    }
    const all = event.target.closest("input[data-check-all]");
    if (all) {
      boxesOf(all.dataset.checkAll).forEach((box) => {
        box.checked = all.checked;
      });
    }
    if (event.target.closest("[data-print]")) {
      window.print();
    }
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target)) {
        menu.open = false;
      }
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    }
  });

  /* File boxes speak the language of the page, whatever the browser speaks. */
  const nameFiles = (input, told) => {
    const names = Array.from(input.files, (file) => file.name);
    told.textContent = names.length ? names.join("; ") : "Chưa chọn tệp nào";
  };
  const dressFile = (input) => {
    const box = document.createElement("div");
    const face = document.createElement("span");
    const told = document.createElement("span");
    box.className = "file-box";
    // What is wrong with the file stands beside the box and shows for its sake.
    box.classList.toggle("is-invalid", input.classList.contains("is-invalid"));
    face.className = "btn btn-outline-secondary";
    face.textContent = "Chọn tệp…";
    face.setAttribute("aria-hidden", "true");
    told.className = "file-box-name";
    told.setAttribute("aria-live", "polite");
    input.before(box);
    box.append(input, face, told);
    nameFiles(input, told);
    input.addEventListener("change", () => nameFiles(input, told));
  };
  const dressFiles = (part) => {
    part.querySelectorAll("input[type=file]").forEach((input) => {
      if (!input.closest(".file-box")) {
        dressFile(input);
      }
    });
  };
  dressFiles(document);
  document.addEventListener("htmx:load", (event) => dressFiles(event.target));

  // A refused form: bring the reader to the list of what to mend.
  const errors = document.querySelector(".form-errors");
  if (errors) {
    errors.focus();
  }
})();
