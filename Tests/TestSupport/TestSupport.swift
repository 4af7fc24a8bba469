// Tools that several test targets share: case files, 1️⃣ markers, seeded generators, the shared folder.
