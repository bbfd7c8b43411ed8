/** The page of a 360° film: three.js comes with it, and with no other page. */
import { Sphere } from "./elements/sphere.ts";

customElements.define("pv-sphere", Sphere);
