// Search in pages that are opened from the disk, where browsers allow no workers:
// the worker's script runs in a hidden frame instead.
if (location.protocol === "file:") {
  window.Worker = class {
    constructor(url) {
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.append(this.frame);
      const inner = this.frame.contentWindow;
      inner.postMessage = (data) => this.onmessage?.({ data: structuredClone(data) });
      const script = inner.document.createElement("script");
      this.ready = new Promise((done) => { script.onload = done; });
      script.src = url;
      inner.document.body.append(script);
    }

    postMessage(message) {
      const data = structuredClone(message); // a worker changes what it gets
      this.ready.then(() => this.frame.contentWindow?.onmessage({ data }));
    }

    terminate() {
      this.frame.remove();
    }
  };
}
