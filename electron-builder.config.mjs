/**
 * How the desktop app is packed. The fuses keep the packed binary from being used as a bare Node, from options and
 * inspectors of the environment, and from code that is not in its own archive.
 * @type {import('electron-builder').Configuration}
 */
export default {
  appId: 'io.github.stagewright',
  productName: 'Stagewright',
  copyright: 'Copyright the Stagewright authors, Apache-2.0',
  directories: { output: 'dist' },
  files: ['out/main/**', 'out/preload/**', 'out/renderer/**', 'package.json', 'LICENSE'],
  asar: true,
  // The system's loader takes native code from real files only.
  asarUnpack: ['**/*.node'],
  npmRebuild: false,
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    // The window comes from app://, so a file:// page needs no more than in any browser.
    grantFileProtocolExtraPrivileges: false,
  },
  fileAssociations: [{ ext: ['yaml', 'yml'], name: 'Stage configuration', role: 'Editor' }],
  linux: { target: ['AppImage', 'deb'], category: 'Development' },
  mac: { target: ['dmg'], category: 'public.app-category.developer-tools' },
  win: { target: ['nsis'] },
}
