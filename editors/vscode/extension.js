// Starts `gouji lsp` and connects the editor to it.
const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = () => {
  const command = workspace.getConfiguration("gouji").get("path");
  client = new LanguageClient(
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
  return client.start();
};

exports.deactivate = () => client?.stop();
