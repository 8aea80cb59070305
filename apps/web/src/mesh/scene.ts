// The three.js room for one body: light, material, and a camera that sees all of it. In a lazy chunk.

import {
  AmbientLight,
  Box3,
  BufferAttribute,
  BufferGeometry,
  DirectionalLight,
  Mesh,
  MeshBasicMaterial,
  MeshStandardMaterial,
  PerspectiveCamera,
  Scene,
  SphereGeometry,
  Vector3,
} from 'three';

export interface PlaceMm {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

export interface Room {
  readonly scene: Scene;
  readonly camera: PerspectiveCamera;
  /** Radius of the body around the origin. */
  readonly radius: number;
  /** Puts a mark at a place of the file's own axes, seen through the body; answers where it is in the room. */
  readonly mark: (place: PlaceMm) => Vector3;
  readonly dispose: () => void;
}

/** A room with the body centred in it, z up; `color` is any CSS colour. */
export function furnishRoom(positions: Float32Array, color: string): Room {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(positions, 3));
  geometry.computeVertexNormals();
  const center = new Box3()
    .setFromBufferAttribute(geometry.getAttribute('position') as BufferAttribute)
    .getCenter(new Vector3());
  geometry.translate(-center.x, -center.y, -center.z);
  geometry.computeBoundingSphere();
  const material = new MeshStandardMaterial({ color, roughness: 0.62, metalness: 0.05, side: 2 });
  const scene = new Scene();
  scene.add(new Mesh(geometry, material), new AmbientLight(0xffffff, 1.1));
  const camera = new PerspectiveCamera(32, 1, 0.1, 1000);
  camera.up.set(0, 0, 1);
  const key = new DirectionalLight(0xffffff, 2.2);
  key.position.set(-0.6, 0.9, 1.2);
  camera.add(key);
  scene.add(camera);
  const radius = Math.max(geometry.boundingSphere?.radius ?? 1, 1e-3);
  const marker = markerFor(radius);
  scene.add(marker);
  const mark = ({ x, y, z }: PlaceMm): Vector3 => {
    marker.position.set(x, y, z).sub(center);
    marker.visible = true;
    return marker.position;
  };
  const parts = [geometry, material, marker.geometry, marker.material];
  return { scene, camera, radius, mark, dispose: () => parts.forEach((part) => part.dispose()) };
}

/** A ball that the body does not hide. */
function markerFor(radius: number): Mesh<SphereGeometry, MeshBasicMaterial> {
  const material = new MeshBasicMaterial({ color: '#2b6fd6', depthTest: false, transparent: true, opacity: 0.85 });
  const marker = new Mesh(new SphereGeometry(radius * 0.035, 24, 16), material);
  marker.renderOrder = 1;
  marker.visible = false;
  return marker;
}

export interface View {
  /** Radians around the vertical axis, and above the horizon. */
  readonly turn: number;
  readonly tilt: number;
  /** 1 shows the whole body. */
  readonly zoom: number;
}

export const FIRST_VIEW: View = { turn: -0.9, tilt: 0.5, zoom: 1 };

/** Puts the camera where the view says. */
export function look({ camera, radius }: Room, { turn, tilt, zoom }: View): void {
  const halfAngle = (camera.fov * Math.PI) / 360;
  const fit = radius / Math.sin(Math.min(halfAngle, Math.atan(Math.tan(halfAngle) * camera.aspect)));
  const distance = (fit * 1.02) / zoom;
  camera.position.set(
    distance * Math.cos(tilt) * Math.cos(turn),
    distance * Math.cos(tilt) * Math.sin(turn),
    distance * Math.sin(tilt),
  );
  camera.near = Math.max(distance - radius * 1.5, radius / 500);
  camera.far = distance + radius * 2;
  camera.lookAt(0, 0, 0);
  camera.updateProjectionMatrix();
}
