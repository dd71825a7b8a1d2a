;;; amplify-ls.el --- amplify-ls with Eglot  -*- lexical-binding: t -*-

;; Load this from your configuration. Eglot picks the server by the major mode, so the files of AWS Amplify get a mode of
;; their own; all other JSON files keep the server they have. amplify-ls knows plain JSON as well.

(require 'eglot)
(require 'js)

(define-derived-mode amplify-json-mode js-mode "Amplify JSON"
  "Major mode for amplify_outputs.json and amplifyconfiguration.json.")

(put 'amplify-json-mode 'eglot-language-id "json")
(add-to-list 'auto-mode-alist
             '("\\(?:amplify_outputs\\|amplifyconfiguration\\)[^/]*\\.jsonc?\\'" . amplify-json-mode))
;; The plugins for logging have a configuration that amplify-ls does not speak of.
(add-to-list 'auto-mode-alist
             '("amplifyconfiguration_logging[^/]*\\.json\\'" . js-mode))
(add-to-list 'eglot-server-programs '(amplify-json-mode . ("amplify-ls" "--stdio")))
(add-hook 'amplify-json-mode-hook #'eglot-ensure)

(provide 'amplify-ls)
;;; amplify-ls.el ends here
