/** Captions of a 360° film: under the picture for whoever reads on the page, and before the eyes in a headset. */
import { CanvasTexture, LinearFilter, Mesh, MeshBasicMaterial, PlaneGeometry, SRGBColorSpace, type PerspectiveCamera } from "three";
import { broken } from "./sphere-lines.ts";

const WIDTH = 1024;
const HEIGHT = 192;
const LINE = 44; // pixels of the drawing

export class Said {
  #video: HTMLVideoElement;
  #below: HTMLElement | null;
  #page = document.createElement("canvas");
  #texture: CanvasTexture;
  #board: Mesh;
  #track: TextTrack | undefined;
  #text = "";

  constructor(video: HTMLVideoElement, camera: PerspectiveCamera, below: HTMLElement | null) {
    this.#video = video;
    this.#below = below;
    this.#page.width = WIDTH;
    this.#page.height = HEIGHT;
    this.#texture = new CanvasTexture(this.#page);
    this.#texture.colorSpace = SRGBColorSpace;
    this.#texture.minFilter = LinearFilter;
    const material = new MeshBasicMaterial({ map: this.#texture, transparent: true, depthTest: false });
    this.#board = new Mesh(new PlaneGeometry(1.6, (1.6 * HEIGHT) / WIDTH), material);
    this.#board.position.set(0, -0.55, -2);
    this.#board.renderOrder = 1;
    this.#board.visible = false;
    camera.add(this.#board);
  }

  /** The language to read, or none; `around`: in the sphere, where the browser does not draw them by itself. */
  choose(language: string, around: boolean): void {
    this.#track = undefined;
    for (const track of this.#video.textTracks) {
      const wanted = track.language === language;
      track.mode = around ? (wanted ? "hidden" : "disabled") : track.mode === "hidden" ? "showing" : track.mode;
      if (wanted && around) this.#track = track;
    }
    this.#write("");
  }

  /** Say what is said now. */
  draw(inHeadset: boolean): void {
    const cues = [...(this.#track?.activeCues ?? [])];
    const text = cues.map((cue) => (cue as VTTCue).getCueAsHTML().textContent ?? "").join("\n");
    if (text !== this.#text) this.#write(text);
    this.#board.visible = inHeadset && text !== "";
  }

  #write(text: string): void {
    this.#text = text;
    if (this.#below) {
      this.#below.textContent = text;
      this.#below.hidden = !text;
    }
    const pen = this.#page.getContext("2d");
    if (!pen) return;
    pen.clearRect(0, 0, WIDTH, HEIGHT);
    if (text) {
      pen.fillStyle = "rgb(0 0 0 / .78)";
      pen.fillRect(0, 0, WIDTH, HEIGHT);
      pen.fillStyle = "#fff";
      pen.font = `${LINE - 8}px system-ui, sans-serif`;
      pen.textAlign = "center";
      pen.textBaseline = "middle";
      const lines = broken(text, (part) => pen.measureText(part).width <= WIDTH - 60).slice(0, 4);
      lines.forEach((line, row) => pen.fillText(line, WIDTH / 2, HEIGHT / 2 + (row - (lines.length - 1) / 2) * LINE));
    }
    this.#texture.needsUpdate = true;
  }
}
