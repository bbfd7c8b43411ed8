/* What a browser does with a large file, run in the product's own page with the product's own modules. */
(() => {
  const MIB = 1 << 20;
  const module = () => import(document.querySelector("meta[name=pv-seal]").content);
  const told = () => JSON.parse(document.getElementById("sealing").textContent);
  const base = () => new URL("../api/", location.href);
  const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const chosen = () => document.getElementById("bench-file").files[0];
  const seconds = (since) => (performance.now() - since) / 1000;

  /** A field of our own, so that the file is one on the disk, as people's are. */
  function field() {
    const input = document.createElement("input");
    input.type = "file";
    input.id = "bench-file";
    document.body.append(input);
  }

  /** The browser's own AES-GCM, nothing around. */
  async function bare() {
    const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const pieces = await inPieces(8 * MIB);
    const begun = performance.now();
    for (const piece of pieces) await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, piece);
    return seconds(begun);
  }

  async function inPieces(size) {
    const pieces = [];
    for (let at = 0; at < chosen().size; at += size) pieces.push(await chosen().slice(at, at + size).arrayBuffer());
    return pieces;
  }

  /** The same bytes, sent as they are: their hashes are known before. */
  async function unsealed() {
    const { b64, random } = await module();
    const name = hex(random(16));
    const headers = { "Content-Type": "application/octet-stream", "X-Case": hex(random(16)), "X-Upload": b64(random(32)) };
    const pieces = await inPieces(8 * MIB);
    const hashes = await Promise.all(pieces.map(async (piece) => hex(await crypto.subtle.digest("SHA-256", piece))));
    let next = 0;
    const send = async () => {
      while (next < pieces.length) {
        const number = next++;
        const options = { method: "PUT", headers: { ...headers, "X-Sha256": hashes[number] }, body: pieces[number] };
        const answer = await fetch(new URL(`fichiers/${name}/${number}`, base()), options);
        if (answer.status !== 204) throw new Error(`unsealed part: ${answer.status}`);
      }
    };
    const begun = performance.now();
    await Promise.all([send(), send()]);
    return seconds(begun);
  }

  /** Sealed and sent by the product's own code, then claimed by a deposit. `breakAfter`: broken off, then taken up again. */
  async function sealed({ breakAfter }) {
    const seal = await module();
    const { inst, cell, directories } = told();
    const draft = await seal.begin(inst);
    const upload = new seal.Upload(chosen(), "film.mp4");
    const api = new seal.Api(base());
    let sent = 0;
    const call = api.call.bind(api);
    api.call = (path, options) => {
      if (options?.method === "PUT") sent++;
      return call(path, options);
    };
    const broken = new AbortController();
    const where = { inst, case: draft.case };
    const begun = performance.now();
    const progress = (arrived) => {
      if (breakAfter && arrived >= breakAfter) broken.abort();
    };
    await seal.sendFile(upload, { api, where, signal: broken.signal, progress }).catch((error) => {
      if (!broken.signal.aborted) throw error;
    });
    const whole = upload.whole;
    if (!whole) await seal.sendFile(upload, { api, where, signal: new AbortController().signal, progress: () => undefined });
    const item = await upload.item();
    const took = seconds(begun);
    const directory = (await seal.followDirectories(directories, { inst, cell })).at(-1);
    const said = [
      { kind: "title", body: { text: "Un film" } },
      { kind: "testimony", body: { voice: "witness", text: "Voici le film.", answers: {}, sealed_by: "browser" } },
      item,
    ];
    const { receipt, deposit } = await seal.compose(draft, { directory, kind: "conversation", excluded: [], said, files: [upload.claim] });
    await api.post("temoignages", deposit);
    const { auth } = await seal.receiptKeys(receipt, inst);
    return { took, sent, whole, parts: upload.parts, case: draft.case, auth: seal.b64(auth), file: item.body };
  }

  window.bench = { field, bare, unsealed, sealed };
})();
