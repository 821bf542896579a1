// Starts `gouji lsp` and connects the editor to it.
const { window, workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

/** @type {LanguageClient | undefined} */
let client;

exports.activate = async () => {
  const command = workspace.getConfiguration("gouji").get("path", "gouji");
  const started = new LanguageClient(
    "gouji",
    "勾稽",
    { command, args: ["lsp"] },
    {
      documentSelector: [
        { scheme: "file", language: "gouji" },
        { scheme: "untitled", language: "gouji" },
        { scheme: "file", pattern: "**/*.{csv,txt}" },
      ],
      synchronize: { fileEvents: workspace.createFileSystemWatcher("**/{*.gj,gouji.toml,*.csv}") },
    },
  );
  try {
    await started.start();
    client = started;
  } catch (error) {
    // Without the program there is still the grammar.
    const reason = error instanceof Error ? error.message : String(error);
    window.showErrorMessage(`启动不了“${command}”。请安装 gouji 程序,或在设置 gouji.path 里写明它的路径。(${reason})`);
  }
};

exports.deactivate = () => client?.stop();
