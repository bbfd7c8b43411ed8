/**
 * <pv-sphere>: a 360° film around the person who watches. By drag, finger, arrow keys, the movement of the phone, or a headset.
 *
 * The film inside stays a plain <video>: without WebGL, or when somebody asks for it, it is watched flat with the browser's own
 * controls. Nothing plays before somebody asks. All words are in the template.
 */
import { LinearFilter, Mesh, MeshBasicMaterial, PerspectiveCamera, Scene, SphereGeometry, SRGBColorSpace, VideoTexture, WebGLRenderer } from "three";
import { Head } from "./sphere-head.ts";
import { Said } from "./sphere-said.ts";

const RADIUS = 500;
const STEP = 10; // seconds that J and L go
const TURN = 6; // degrees an arrow key turns

export class Sphere extends HTMLElement {
  #video!: HTMLVideoElement;
  #canvas!: HTMLCanvasElement;
  #stage!: HTMLElement;
  #renderer: WebGLRenderer | undefined;
  #scene = new Scene();
  #camera = new PerspectiveCamera(75, 16 / 9, 1, RADIUS * 2);
  #head = new Head();
  #said!: Said;

  connectedCallback(): void {
    const video = this.querySelector("video");
    const canvas = this.querySelector("canvas");
    const stage = this.querySelector<HTMLElement>(".sphere-stage");
    if (!video || !canvas || !stage) return;
    this.#video = video;
    this.#canvas = canvas;
    this.#stage = stage;
    try {
      this.#renderer = new WebGLRenderer({ canvas, antialias: true });
    } catch {
      this.dataset["flat"] = "no-webgl"; // the plain film stays, with its own controls
      return;
    }
    this.#build();
    this.#listen();
    this.#show(true);
    void this.#lookForHeadset();
  }

  #build(): void {
    const texture = new VideoTexture(this.#video);
    texture.colorSpace = SRGBColorSpace;
    texture.minFilter = LinearFilter;
    texture.generateMipmaps = false;
    const around = new SphereGeometry(RADIUS, 64, 40);
    around.scale(-1, 1, 1); // seen from inside
    const wall = new Mesh(around, new MeshBasicMaterial({ map: texture }));
    wall.rotation.y = -Math.PI / 2; // the middle of the picture is in front
    this.#scene.add(wall);
    this.#scene.add(this.#camera);
    this.#said = new Said(this.#video, this.#camera, this.querySelector<HTMLElement>("[data-said]"));
    this.#renderer?.setPixelRatio(Math.min(devicePixelRatio, 2));
    new ResizeObserver(() => this.#fit()).observe(this.#stage);
  }

  #fit(): void {
    const { clientWidth: width, clientHeight: height } = this.#stage;
    if (!width || !height || this.#renderer?.xr.isPresenting) return;
    this.#renderer?.setSize(width, height, false);
    this.#camera.aspect = width / height;
    this.#camera.updateProjectionMatrix();
  }

  /** In the sphere, or flat. */
  #show(around: boolean): void {
    this.#stage.hidden = !around;
    this.#video.hidden = around;
    for (const part of this.querySelectorAll<HTMLElement>(".sphere-bar, #sphere-keys")) part.hidden = !around;
    const more = this.querySelector<HTMLElement>("[data-more]");
    if (more) more.hidden = !around;
    this.dataset["flat"] = around ? "no" : "chosen";
    this.#said.choose(around ? (this.#control<HTMLSelectElement>("[data-captions]")?.value ?? "") : "", around);
    if (around) this.#fit();
    this.#renderer?.setAnimationLoop(around ? () => this.#draw() : null);
  }

  #draw(): void {
    if (!this.#renderer?.xr.isPresenting) this.#head.turn(this.#camera);
    if (this.dataset["facing"] !== this.#head.facing()) this.dataset["facing"] = this.#head.facing();
    this.#said.draw(Boolean(this.#renderer?.xr.isPresenting));
    this.#renderer?.render(this.#scene, this.#camera);
  }

  #control<Kind extends HTMLElement>(selector: string): Kind | null {
    return this.querySelector<Kind>(selector);
  }

  #listen(): void {
    const video = this.#video;
    const play = this.#control<HTMLButtonElement>("[data-play]");
    const seek = this.#control<HTMLInputElement>("[data-seek]");
    const clock = this.#control("[data-clock]");
    const words = { play: play?.textContent ?? "", pause: play?.dataset["pause"] ?? "" };
    play?.addEventListener("click", () => this.#playOrPause());
    for (const name of ["play", "pause", "ended"]) video.addEventListener(name, () => play && (play.textContent = video.paused ? words.play : words.pause));
    video.addEventListener("timeupdate", () => {
      if (clock) clock.textContent = written(video.currentTime);
      if (!seek) return;
      seek.value = String(Number.isFinite(video.duration) ? (video.currentTime / video.duration) * 1000 : 0);
      seek.setAttribute("aria-valuetext", written(video.currentTime));
    });
    seek?.addEventListener("input", () => Number.isFinite(video.duration) && (video.currentTime = (Number(seek.value) / 1000) * video.duration));
    const volume = this.#control<HTMLInputElement>("[data-volume]");
    volume?.addEventListener("input", () => ((video.volume = Number(volume.value)), (video.muted = false)));
    const captions = this.#control<HTMLSelectElement>("[data-captions]");
    captions?.addEventListener("change", () => this.#said.choose(captions.value, true));
    this.#control("[data-full]")?.addEventListener("click", () => void this.#stage.requestFullscreen?.().catch(() => undefined));
    this.#control("[data-flat]")?.addEventListener("click", () => {
      this.#show(false);
      video.focus();
    });
    this.#head.follow(this.#canvas);
    this.#canvas.addEventListener("keydown", (event) => this.#press(event));
    this.#offerTheHand();
  }

  #playOrPause(): void {
    if (this.#video.paused) void this.#video.play().catch(() => undefined);
    else this.#video.pause();
  }

  #press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const video = this.#video;
    const captions = this.#control<HTMLSelectElement>("[data-captions]");
    const acts: Record<string, () => void> = {
      " ": () => this.#playOrPause(),
      k: () => this.#playOrPause(),
      j: () => (video.currentTime = Math.max(0, video.currentTime - STEP)),
      l: () => (video.currentTime = video.currentTime + STEP),
      m: () => (video.muted = !video.muted),
      c: () => {
        if (!captions) return;
        captions.selectedIndex = (captions.selectedIndex + 1) % captions.options.length;
        this.#said.choose(captions.value, true);
      },
      "0": () => this.#head.face(0, 0),
      "+": () => this.#closer(-5),
      "-": () => this.#closer(5),
      ArrowLeft: () => this.#head.look(-TURN, 0),
      ArrowRight: () => this.#head.look(TURN, 0),
      ArrowUp: () => this.#head.look(0, TURN),
      ArrowDown: () => this.#head.look(0, -TURN),
    };
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  #closer(by: number): void {
    this.#camera.fov = Math.min(95, Math.max(35, this.#camera.fov + by));
    this.#camera.updateProjectionMatrix();
  }

  /** The phone's movement, when it has one to tell; some ask the person first. */
  #offerTheHand(): void {
    const button = this.#control<HTMLButtonElement>("[data-hand]");
    if (!button || !("DeviceOrientationEvent" in window) || !matchMedia("(pointer: coarse)").matches) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const asked = DeviceOrientationEvent as unknown as { requestPermission?: () => Promise<string> };
      if ((await asked.requestPermission?.().catch(() => "denied")) === "denied") return;
      button.setAttribute("aria-pressed", String(this.#head.followHand(button.getAttribute("aria-pressed") !== "true")));
    });
  }

  /** Only when the browser says that a headset is there. */
  async #lookForHeadset(): Promise<void> {
    const button = this.#control<HTMLButtonElement>("[data-headset]");
    const there = await navigator.xr?.isSessionSupported("immersive-vr").catch(() => false);
    if (!button || !there) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const session = await navigator.xr?.requestSession("immersive-vr", { optionalFeatures: ["local-floor"] }).catch(() => undefined);
      if (!session || !this.#renderer) return;
      this.#renderer.xr.enabled = true;
      this.#renderer.xr.setReferenceSpaceType("local");
      await this.#renderer.xr.setSession(session);
      session.addEventListener("select", () => this.#playOrPause());
      session.addEventListener("end", () => {
        if (this.#renderer) this.#renderer.xr.enabled = false;
        this.#fit();
      });
      void this.#video.play().catch(() => undefined);
    });
  }
}

/** Seconds as people read them. */
function written(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
