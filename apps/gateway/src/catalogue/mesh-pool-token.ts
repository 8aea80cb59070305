// Under which name the gateway's threads for meshes are injected.

export const MESH_POOL = Symbol('MESH_POOL');
