;;; amplify-ls-lsp-mode.el --- amplify-ls with lsp-mode  -*- lexical-binding: t -*-

;; Load this from your configuration. amplify-ls runs beside the server that a file has already, if it has one: for JSON,
;; JavaScript and Dart alike. `M-x lsp' starts both; a hook of your major mode may do that for you.

(require 'lsp-mode)

(defcustom amplify-ls-builtin-json-server t
  "Whether another server knows plain JSON.
It is then left to that one to report syntax errors, and to fold and format.  Set this to nil if you have none."
  :type 'boolean
  :group 'lsp-mode)

(defun amplify-ls-is-for (name &rest _)
  "Whether the file NAME is one that amplify-ls speaks of."
  (let ((base (downcase (file-name-nondirectory name))))
    (and (not (string-prefix-p "amplifyconfiguration_logging" base))
         (or (string-match-p "\\(?:amplify_outputs\\|amplifyconfiguration\\).*\\.jsonc?\\'" base)
             (member base '("amplify-ls.toml" "aws-exports.js" "aws-exports.mjs" "aws-exports.ts"
                            "amplifyconfiguration.dart" "amplify_outputs.dart"))))))

(defcustom amplify-ls-libraries nil
  "The Amplify libraries that count, such as [\"js\" \"swift\"].
Nil means those that the dependencies of the project name."
  :type '(choice (const nil) (vector string))
  :group 'lsp-mode)

(defcustom amplify-ls-severity nil
  "How rules are shown, by their codes, as a property list.
For example (:comment-key \"off\" :malformed-id \"warning\")."
  :type 'plist
  :group 'lsp-mode)

(defcustom amplify-ls-account-enabled nil
  "Whether your AWS account is asked, with your own AWS credentials.
Nil means that nothing is sent anywhere."
  :type 'boolean
  :group 'lsp-mode)

(defcustom amplify-ls-account-profile nil
  "The profile of your AWS configuration to ask as."
  :type '(choice (const nil) string)
  :group 'lsp-mode)

(defcustom amplify-ls-account-regions nil
  "Only these AWS regions are asked, such as [\"us-east-1\"]."
  :type '(choice (const nil) (vector string))
  :group 'lsp-mode)

(defcustom amplify-ls-account-endpoint nil
  "An emulator on this machine to ask instead of AWS."
  :type '(choice (const nil) string)
  :group 'lsp-mode)

(defcustom amplify-ls-account-snapshot nil
  "Path of a snapshot of an account, which is read instead of asking AWS."
  :type '(choice (const nil) file)
  :group 'lsp-mode)

(lsp-register-custom-settings
 '(("amplify-ls.libraries" amplify-ls-libraries)
   ("amplify-ls.severity" amplify-ls-severity)
   ("amplify-ls.account.enabled" amplify-ls-account-enabled t)
   ("amplify-ls.account.profile" amplify-ls-account-profile)
   ("amplify-ls.account.regions" amplify-ls-account-regions)
   ("amplify-ls.account.endpoint" amplify-ls-account-endpoint)
   ("amplify-ls.account.snapshot" amplify-ls-account-snapshot)))

;; lsp-mode starts nothing for a file whose language it has no name for.
(add-to-list 'lsp-language-id-configuration '("amplify-ls\\.toml\\'" . "toml"))

(lsp-register-client
 (make-lsp-client
  :new-connection (lsp-stdio-connection '("amplify-ls" "--stdio"))
  :activation-fn #'amplify-ls-is-for
  :initialization-options (lambda ()
                            (list :builtinJsonServer (if amplify-ls-builtin-json-server t :json-false)))
  :add-on? t
  :server-id 'amplify-ls))

(provide 'amplify-ls-lsp-mode)
;;; amplify-ls-lsp-mode.el ends here
