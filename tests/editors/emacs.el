;;; emacs.el --- a real Emacs with Eglot and our program  -*- lexical-binding: t -*-

;; emacs --batch -l tests/editors/emacs.el, with amplify-ls in PATH and EDITORS set; `run.py' does that.
;; What the configuration in editors/emacs says is what is loaded here.

(require 'package)
(package-initialize)                    ; Debian's Eglot; part of Emacs itself from 29
(require 'eglot)
(require 'flymake)
(load (expand-file-name "../../editors/emacs/amplify-ls.el" (file-name-directory load-file-name)))

(load (expand-file-name "emacs-checks.el" (file-name-directory load-file-name)))

(defun marked (diagnostic)
  "The text that DIAGNOSTIC marks."
  (buffer-substring-no-properties (flymake-diagnostic-beg diagnostic) (flymake-diagnostic-end diagnostic)))

(let* ((folder (file-name-as-directory (make-temp-file "eglot" t)))
       (file (expand-file-name "amplify_outputs.json" folder))
       (other (expand-file-name "package.json" folder))
       (eglot-autoshutdown t)
       (eglot-sync-connect 15)
       (eglot-send-changes-idle-time 0))
  (with-temp-file other (insert "{}\n"))
  (with-temp-file file
    (insert "{\n  \"version\": \"1.4\",\n  \"auth\": {\n    \"aws_region\": \"us-east-1\",\n"
            "    \"userPoolId\": \"us-east-1_Kd8sW3nQz\",\n"
            "    \"user_pool_client_id\": \"6t2vq8m4n0s5k1r7d3h9j5b2fa\"\n  }\n}\n"))
  (condition-case problem
      (progn
        (with-current-buffer (find-file-noselect other)
          (check "not started for package.json" (not (eglot-current-server))))
        (with-current-buffer (find-file-noselect file)
          (set-window-buffer (selected-window) (current-buffer))
          ;; In batch mode nothing runs after a command; Eglot waits for that.
          (run-hooks 'post-command-hook)
          (check "started by opening the file" (wait-for #'eglot-managed-p) major-mode)
          (flymake-start)
          (let ((diagnostic (car (wait-for #'flymake-diagnostics))))
            (check "a diagnostic" diagnostic)
            (check "its text" (string-match-p "the field is `user_pool_id`" (flymake-diagnostic-text diagnostic))
                   (flymake-diagnostic-text diagnostic))
            (check "its place" (equal "\"userPoolId\"" (marked diagnostic)) (marked diagnostic)))

          (goto-char (point-min))
          (search-forward "aws_reg")
          (let (text)
            (eglot-hover-eldoc-function (lambda (shown &rest _) (setq text (substring-no-properties shown))))
            (wait-for (lambda () text))
            (check "hover" (and text (string-match-p "Region of the Cognito user pool" text)) text))

          (search-forward "\"us-east-1\",")
          (insert "\n    \"mfa_configuration\": \"NO\",")
          (backward-char 2)
          (completion-at-point)
          (check "completion of a value"
                 (string-match-p "\"mfa_configuration\": \"NONE\"," (buffer-string))
                 (buffer-substring (line-beginning-position) (line-end-position)))

          (goto-char (point-min))
          (search-forward "userPool")
          (eglot--signal-textDocument/didChange)
          (wait-for (lambda () (seq-some (lambda (d) (equal "\"userPoolId\"" (marked d))) (flymake-diagnostics))))
          (let* ((actions (eglot-code-actions (line-beginning-position) (line-end-position) "quickfix"))
                 (fix (seq-find (lambda (action) (equal (plist-get action :title) "Rename to `user_pool_id`")) actions)))
            (check "a quick fix is offered" fix (mapcar (lambda (action) (plist-get action :title)) actions))
            (eglot--apply-workspace-edit (plist-get fix :edit) nil)
            (check "and applied" (string-match-p "\"user_pool_id\": \"us-east-1_Kd8sW3nQz\"" (buffer-string))))
          (eglot--signal-textDocument/didChange)
          (check "nothing is left" (wait-for (lambda () (null (flymake-diagnostics)))) (flymake-diagnostics))

          (set-buffer-modified-p nil)
          (let* ((server (eglot-current-server)) (process (jsonrpc--process server)))
            (eglot-shutdown server nil 5 nil)
            (check "the server ends" (not (process-live-p process))))))
    (error (check "no error" nil (error-message-string problem))))
  (delete-directory folder t))
(princ (format "%d passed, %d failed\n" passed failed))
(kill-emacs (if (zerop failed) 0 1))
