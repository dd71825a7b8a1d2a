;;; emacs-lsp-mode.el --- a real Emacs with lsp-mode and our program  -*- lexical-binding: t -*-

;; emacs --batch -l tests/editors/emacs-lsp-mode.el, with amplify-ls in PATH; `run.py' does that.
;; What the configuration in editors/emacs says is what is loaded here, as its page says it.

(require 'package)
(package-initialize)                    ; Debian's lsp-mode
(setq lsp-server-install-dir (make-temp-file "lsp" t)
      lsp-session-file (make-temp-file "session")
      lsp-auto-guess-root t
      lsp-enable-file-watchers nil
      lsp-restart 'ignore
      lsp-diagnostics-provider :flymake)
(load (expand-file-name "../../editors/emacs/amplify-ls-lsp-mode.el" (file-name-directory load-file-name)))
(require 'lsp-diagnostics)
(require 'lsp-completion)
(require 'flymake)

(load (expand-file-name "emacs-checks.el" (file-name-directory load-file-name)))

(defun codes ()
  "The codes of what was found in this file."
  (let (found)
    (maphash (lambda (_ diagnostics)
               (dolist (diagnostic diagnostics)
                 (push (lsp-get diagnostic :code) found)))
             (lsp-diagnostics t))
    (sort found #'string<)))

(let* ((folder (file-name-as-directory (file-truename (make-temp-file "lsp" t))))
       (file (expand-file-name "amplify_outputs.json" folder))
       (wrapper (expand-file-name "aws-exports.js" folder)))
  (dolist (name '("package.json" "amplify_outputs.json" "aws-exports.js"))
    (with-temp-file (expand-file-name name folder)
      (insert (pcase name
                ("package.json" "{}\n")
                ("aws-exports.js" "const config = {\n  \"aws_project_region\": \"us-east-1\",\n  \"aws_user_pools_id\": \"us-east-1_\"\n};\nexport default config;\n")
                (_ (concat "{\n  \"version\": \"1.4\",\n  \"auth\": {\n    \"aws_region\": \"us-east-1\",\n"
                           "    \"userPoolId\": \"us-east-1_Kd8sW3nQz\",\n"
                           "    \"user_pool_client_id\": \"6t2vq8m4n0s5k1r7d3h9j5b2fa\",\n"
                           "    \"mfa_configuration\": \"NO\"\n  }\n}\n"))))))
  (make-directory (expand-file-name ".git" folder))
  (with-temp-file (expand-file-name ".gitignore" folder) (insert "amplify_outputs*\naws-exports.*\n"))
  (condition-case problem
      (progn
        (dolist (row '(("amplify_outputs.json" t) ("Amplify_Outputs.staging.json" t) ("aws-exports.js" t)
                       ("amplify_outputs.dart" t) ("amplify-ls.toml" t) ("package.json" nil)
                       ("amplifyconfiguration_logging.json" nil) ("my-aws-exports.js" nil)))
          (check (format "%s %s" (if (cadr row) "is for" "is not for") (car row))
                 (eq (cadr row) (and (amplify-ls-is-for (car row) 'js-mode) t))))
        (let ((amplify-ls-severity '(:unknown-value "off")))
          (with-current-buffer (find-file-noselect file)
            (lsp)
            (check "started in the file" (wait-for (lambda () (bound-and-true-p lsp-managed-mode))) major-mode)
            (check "a finding, and settings reach the server" (wait-for (lambda () (equal (codes) '("unknown-key")))) (codes))
            (check "symbols are left to another server" (not (lsp-feature? "textDocument/documentSymbol")))

            (goto-char (point-min))
            (search-forward "aws_reg")
            (let ((hover (lsp-request "textDocument/hover" (lsp--text-document-position-params))))
              (check "hover" (string-match-p "Region of the Cognito user pool" (format "%S" hover)) hover))

            (search-forward "\"NO")
            (let ((labels (mapcar (lambda (item) (lsp-get item :label))
                                  (lsp-get (lsp-request "textDocument/completion" (lsp--text-document-position-params)) :items))))
              (check "completion of a value" (member "NONE" labels) labels))

            (goto-char (point-min))
            (search-forward "userPool")
            (let ((fix (seq-find (lambda (action) (equal "Rename to `user_pool_id`" (lsp-get action :title)))
                                 (lsp-code-actions-at-point))))
              (check "a quick fix is offered" fix)
              (lsp-execute-code-action fix))
            (check "and applied" (string-match-p "\"user_pool_id\": \"us-east-1_Kd8sW3nQz\"" (buffer-string)) (buffer-string))
            (check "nothing is left" (wait-for (lambda () (null (codes)))) (codes))
            (set-buffer-modified-p nil))
          (with-current-buffer (find-file-noselect wrapper)
            (lsp)
            (check "the configuration inside of code is read" (wait-for (lambda () (member "malformed-id" (codes)))) (codes)))
          (let ((process (lsp--workspace-proc (car (lsp--session-workspaces (lsp-session))))))
            (lsp-workspace-shutdown (car (lsp--session-workspaces (lsp-session))))
            (check "the server ends" (wait-for (lambda () (not (process-live-p process))))))))
    (error (check "no error" nil (error-message-string problem))))
  (delete-directory folder t))
(princ (format "%d passed, %d failed\n" passed failed))
(kill-emacs (if (zerop failed) 0 1))
