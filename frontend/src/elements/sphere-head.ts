/** Where somebody looks in a 360° film, and what turns them: a mouse, a finger, keys, the movement of the phone. */
import { Euler, MathUtils, Quaternion, Vector3, type PerspectiveCamera } from "three";

const DEGREES_A_PIXEL = 0.18;
/** A phone held upright looks at its back, not at its edge. */
const UPRIGHT = new Quaternion(-Math.SQRT1_2, 0, 0, Math.SQRT1_2);
const FORWARD = new Vector3(0, 0, 1);

export class Head {
  /** Degrees: to the right of the front, and up. */
  #right = 0;
  #up = 0;
  #hand: DeviceOrientationEvent | undefined;
  #followsHand = false;

  /** Turn by so many degrees. */
  look(right: number, up: number): void {
    this.face(this.#right + right, this.#up + up);
  }

  /** Face this way. */
  face(right: number, up: number): void {
    this.#right = ((right % 360) + 360) % 360;
    this.#up = Math.min(85, Math.max(-85, up));
  }

  facing(): string {
    return `${Math.round(this.#right)} ${Math.round(this.#up)}`;
  }

  /** Drag with a mouse or a finger: the picture follows the hand. */
  follow(canvas: HTMLElement): void {
    let last: { x: number; y: number } | undefined;
    canvas.addEventListener("pointerdown", (event) => {
      last = { x: event.clientX, y: event.clientY };
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!last) return;
      this.look((last.x - event.clientX) * DEGREES_A_PIXEL, (event.clientY - last.y) * DEGREES_A_PIXEL);
      last = { x: event.clientX, y: event.clientY };
    });
    for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, () => (last = undefined));
  }

  /** Follow the movement of the phone, or stop; what is now the case. */
  followHand(wanted: boolean): boolean {
    this.#followsHand = wanted;
    if (wanted) window.addEventListener("deviceorientation", this.#moved);
    else window.removeEventListener("deviceorientation", this.#moved);
    if (!wanted) this.#hand = undefined;
    return wanted;
  }

  #moved = (event: DeviceOrientationEvent): void => {
    if (event.alpha !== null) this.#hand = event;
  };

  /** Turn the camera there. A drag turns what the phone's movement gives. */
  turn(camera: PerspectiveCamera): void {
    if (this.#followsHand && this.#hand) {
      const { alpha, beta, gamma } = this.#hand;
      const rad = MathUtils.degToRad;
      camera.quaternion.setFromEuler(new Euler(rad(beta ?? 0), rad(alpha ?? 0), -rad(gamma ?? 0), "YXZ"));
      camera.quaternion.multiply(UPRIGHT);
      camera.quaternion.multiply(new Quaternion().setFromAxisAngle(FORWARD, -rad(screen.orientation?.angle ?? 0)));
      camera.quaternion.premultiply(new Quaternion().setFromEuler(new Euler(0, -rad(this.#right), 0)));
      return;
    }
    const [right, up] = [MathUtils.degToRad(this.#right), MathUtils.degToRad(this.#up)];
    camera.quaternion.setFromEuler(new Euler(up, -right, 0, "YXZ"));
  }
}
