// A copy, in this browser, of what was typed and has not reached the server yet. It is encrypted with a key that the
// server gives to the signed-in person alone and that stays in memory: the next person at this PC finds letters that
// mean nothing, under names that mean nothing. Signing out wipes all of it.
//
// IndexedDB and not localStorage, which reaches the disk only seconds later. A copy mostly outlives a browser that is
// killed; only what the server has is certain to.
(() => {
  const DATABASE = "ban-nhap";
  const SHELF = "ban-nhap";
  const LONGEST = 10_000;

  const opened = () =>
    new Promise((resolve, reject) => {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(SHELF);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  const onShelf = async (mode, act) => {
    const database = await opened();
    try {
      return await new Promise((resolve, reject) => {
        const work = database.transaction(SHELF, mode, { durability: "strict" });
        const request = act(work.objectStore(SHELF));
        work.oncomplete = () => resolve(request.result);
        work.onabort = () => reject(work.error);
        work.onerror = () => reject(work.error);
      });
    } finally {
      // Left open, it would stand in the way of wiping.
      database.close();
    }
  };

  const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const hexOf = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

  class Drafts {
    constructor(sealing, naming) {
      this.sealing = sealing;
      this.naming = naming;
    }

    // Names are made with the key as well: they do not tell which report or line they are about.
    async nameOf(what) {
      return hexOf(await crypto.subtle.sign("HMAC", this.naming, new TextEncoder().encode(what)));
    }

    async put(what, value) {
      const name = await this.nameOf(what);
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const plain = new TextEncoder().encode(JSON.stringify(value));
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.sealing, plain);
      await onShelf("readwrite", (shelf) => shelf.put({ iv, sealed }, name));
    }

    async get(what) {
      const name = await this.nameOf(what);
      const kept = await onShelf("readonly", (shelf) => shelf.get(name));
      if (!kept) {
        return null;
      }
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, this.sealing, kept.sealed);
      return JSON.parse(new TextDecoder().decode(plain));
    }

    async remove(what) {
      const name = await this.nameOf(what);
      await onShelf("readwrite", (shelf) => shelf.delete(name));
    }
  }

  // Return the copies of the person `writer`, or null where this browser cannot keep any: an old one, a page over
  // plain http from another machine, or somebody else signed in meanwhile. The page then only says less. Fails where no
  // answer came: the next try may get one.
  window.openDrafts = async (address, writer) => {
    if (!window.indexedDB || !window.crypto || !crypto.subtle) {
      return null;
    }
    const answer = await fetch(address, {
      headers: { Accept: "application/json" },
      cache: "no-store",
      signal: AbortSignal.timeout(LONGEST),
    });
    if (answer.status >= 500) {
      throw new Error(`${answer.status}`);
    }
    const given = answer.ok ? await answer.json() : {};
    if (!given.key || given.writer !== writer) {
      return null;
    }
    try {
      const secret = bytesOf(given.key);
      const [forText, forNames] = [secret.slice(0, 32), secret.slice(32)];
      const sealing = await crypto.subtle.importKey("raw", forText, "AES-GCM", false, ["encrypt", "decrypt"]);
      const hmac = { name: "HMAC", hash: "SHA-256" };
      const naming = await crypto.subtle.importKey("raw", forNames, hmac, false, ["sign"]);
      await onShelf("readonly", (shelf) => shelf.count());
      return new Drafts(sealing, naming);
    } catch {
      return null;
    }
  };

  window.wipeDrafts = async () => {
    try {
      await onShelf("readwrite", (shelf) => shelf.clear());
    } catch {
      // Nothing was kept here.
    }
  };

  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && event.target.hasAttribute("data-signs-out")) {
      window.wipeDrafts();
    }
  });
})();
